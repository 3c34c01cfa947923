  # How much each attribute counts for a prompt (ArmoRM, arXiv 2406.12845, section 2.2). Shapes: N pairs, D width, H hidden,
  # A attributes. p: hidden weight (H, D) and bias (H), output weight (A, H) and bias (A), logarithm of the scale (1).

  def weights(self, prompts: Tensor, p: List[Tensor]) -> Tensor:
    # prompts (N, D) -> (N, A), above 0 with a sum of 1
    hidden = torch.relu(torch.linear(prompts, p[0], p[1]))
    return torch.softmax(torch.div(torch.linear(hidden, p[2], p[3]), %TEMPERATURE%), -1)

  def loss(self, prompts: Tensor, differences: Tensor, p: List[Tensor]) -> Tensor:
    # differences (N, A): scores of the better response less those of the other -> the mean regular Bradley-Terry loss
    reward = torch.sum(torch.mul(self.weights(prompts, p), differences), [1])
    return torch.mean(torch.softplus(torch.neg(torch.mul(torch.exp(p[4]), reward))))
