  # Values into an array that stays where it is, outside of any gradient.

  def assign(self, source: Tensor, target: Tensor) -> Tensor:
    # source, target of one shape
    return torch.sum(torch.copy_(torch.detach(target), source))

  def fill(self, source: Tensor, start: Tensor, target: Tensor) -> Tensor:
    # source (n) goes to the places start .. start + n of the target, counted row by row
    # -> 1 where its sum is finite, for which no second array is needed; else 0, and it must be looked at
    flat = torch.view(torch.detach(target), [-1])
    place = torch.narrow(flat, 0, int(start), torch.size(source, 0))
    return torch.to(torch.isfinite(torch.sum(torch.copy_(place, source))), 6)
