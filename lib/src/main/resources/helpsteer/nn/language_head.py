  # The next token's log-probabilities without holding the scores of a whole batch: N tokens, M of them asked for, D width,
  # V vocabulary. Scores exist for %CHUNK% tokens at a time. The gradient through them is written out, so that nothing of
  # size V is kept for the backward pass.

  def low(self, x: Tensor) -> Tensor:
    # to the type of computation
    return %LOW%

  def high(self, x: Tensor) -> Tensor:
    # back to fp32
    return %HIGH%

  def log_probs(self, hidden: Tensor, rows: Tensor, targets: Tensor, w: Tensor) -> Tensor:
    # hidden (N, D), rows (M) of it, the token that follows each (M), w (V, D) -> log-probabilities (M), without gradient
    x = torch.detach(hidden)
    wl = self.low(torch.detach(w))
    rs = torch.split(rows, %CHUNK%)
    ts = torch.split(targets, %CHUNK%)
    out = annotate(List[Tensor], [])
    for i in range(torch.len(rs)):
      z = self.high(torch.linear(self.low(torch.index_select(x, 0, rs[i])), wl))
      t = torch.squeeze(torch.gather(z, 1, torch.unsqueeze(ts[i], 1)), 1)
      _0 = torch.append(out, torch.sub(t, torch.logsumexp(z, [1])))
    return torch.cat(out)

  def weighted(self, hidden: Tensor, rows: Tensor, targets: Tensor, factors: Tensor, w: Tensor) -> Tensor:
    # the sum of factors (M) times log-probabilities, a scalar; its gradient by the scores is factor (one-hot - softmax)
    x = torch.detach(hidden)
    wl = self.low(torch.detach(w))
    both = ops.prim.requires_grad(w)
    rs = torch.split(rows, %CHUNK%)
    ts = torch.split(targets, %CHUNK%)
    fs = torch.split(factors, %CHUNK%)
    back = annotate(List[Tensor], [])
    value = torch.sum(torch.zeros_like(factors))
    dw = torch.zeros_like(torch.slice(torch.detach(w), 0, 0, 1))
    for i in range(torch.len(rs)):
      xi = self.low(torch.index_select(x, 0, rs[i]))
      l = torch.log_softmax(self.high(torch.linear(xi, wl)), 1)
      t = torch.unsqueeze(ts[i], 1)
      f = torch.unsqueeze(fs[i], 1)
      value = torch.add(value, torch.sum(torch.mul(torch.gather(l, 1, t), f)))
      d = self.low(torch.scatter_add(torch.mul(torch.neg(torch.exp(l)), f), 1, t, f))
      _1 = torch.append(back, self.high(torch.matmul(d, wl)))
      if both:
        dw = torch.add(dw, self.high(torch.matmul(torch.t(d), xi)))
      else:
        pass
    s = torch.sum(torch.mul(torch.index_select(hidden, 0, rows), torch.cat(back)))
    if both:
      g = torch.add(s, torch.sum(torch.mul(w, dw)))
    else:
      g = s
    return torch.add(value, torch.sub(g, torch.detach(g)))

  def gradient(self, loss: Tensor, leaf: Tensor) -> Tensor:
    # of a scalar by what it was made of
    g = torch.grad([loss], [leaf])
    return unchecked_cast(Tensor, g[0])

  def valued(self, pull: Tensor, loss: Tensor) -> Tensor:
    # the gradient of the one, the value of the other
    return torch.add(torch.sub(pull, torch.detach(pull)), torch.detach(loss))
