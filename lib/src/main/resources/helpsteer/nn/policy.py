  # Losses of a policy, of log-probabilities. Shapes: M tokens of all responses end to end, B responses, N pairs, P prompts
  # of n responses each. The same in plain numbers: the package helpsteer.align.loss and align.steerlm2.

  def sums(self, log_probs: Tensor, owners: Tensor, zeros: Tensor) -> Tensor:
    # log_probs (M), the response of each token (M), zeros (B) -> the responses' log-probabilities (B)
    return torch.index_add(zeros, 0, owners, log_probs)

  def implicit(self, sums: Tensor, reference: Tensor, beta: Tensor) -> Tensor:
    # log-probabilities (B) of policy and reference -> the rewards that DPO reads into them (B)
    return torch.mul(torch.sub(sums, reference), beta)

  def distance(self, sums: Tensor, targets: Tensor, sampler: Tensor, scale: Tensor) -> Tensor:
    # log Q (P * n), w' (P, n), log Q' (P, n), factor of each prompt (P) -> the mean of equation 12, a scalar
    shares = torch.log_softmax(torch.sub(torch.view_as(sums, sampler), sampler), 1)
    each = torch.sum(torch.sub(torch.xlogy(targets, targets), torch.mul(targets, shares)), [1])
    return torch.mean(torch.mul(each, scale))

  def clipped(self, log_probs: Tensor, old: Tensor, advantages: Tensor, range: Tensor) -> Tensor:
    # PPO's loss of the policy, all (M): minus the advantage times the ratio, or the clipped ratio where that is worse
    ratio = torch.exp(torch.sub(log_probs, old))
    near = torch.minimum(torch.maximum(ratio, torch.rsub(range, 1)), torch.add(range, 1))
    a = torch.neg(advantages)
    return torch.mean(torch.maximum(torch.mul(a, ratio), torch.mul(a, near)))

  def values(self, hidden: Tensor, rows: Tensor, w: Tensor) -> Tensor:
    # hidden (N, D), rows (M), w (1, D) -> what each state is worth (M)
    return torch.squeeze(torch.linear(torch.index_select(hidden, 0, rows), w), 1)

  def value_loss(self, values: Tensor, old: Tensor, returns: Tensor, range: Tensor) -> Tensor:
    # half the squared error (M), or that of the value held within range of the old one where that is worse
    near = torch.minimum(torch.maximum(values, torch.sub(old, range)), torch.add(old, range))
    worse = torch.maximum(torch.square(torch.sub(values, returns)), torch.square(torch.sub(near, returns)))
    return torch.mul(torch.mean(worse), 0.5)

  def plus(self, a: Tensor, b: Tensor, factor: Tensor) -> Tensor:
    return torch.add(a, torch.mul(b, factor))
