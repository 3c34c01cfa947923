  # AdamW with decoupled weight decay (Loshchilov and Hutter 2019) after clipping the global norm of all gradients.
  # hyper (2): learning rate, largest norm. Lists, position by position: parameters (p), their first moments (m), second
  # moments (v) and step counts (s, one scalar a parameter). The first %DECAYING% parameters decay, the others do not.

  def clear(self, hyper: Tensor, p: List[Tensor]) -> Tensor:
    # Zeroes what gradients there are -> hyper
    for i in range(torch.len(p)):
      g = ops.prim.grad(p[i])
      maybe = annotate(Optional[Tensor], g)
      if torch.__isnot__(maybe, None):
        _0 = torch.zero_(g)
    return torch.clone(hyper)

  def touch(self, zero: Tensor, p: List[Tensor]) -> Tensor:
    # zero (1) -> zero, whose gradient by each parameter is 0
    out = torch.sum(zero)
    for i in range(torch.len(p)):
      out = torch.add(out, torch.sum(torch.mul(p[i], 0.)))
    return out

  def missing(self, hyper: Tensor, p: List[Tensor]) -> Tensor:
    # -> one number a parameter: 1 where no gradient was ever recorded, else 0
    out = annotate(List[float], [])
    for i in range(torch.len(p)):
      maybe = annotate(Optional[Tensor], ops.prim.grad(p[i]))
      if torch.__isnot__(maybe, None):
        _0 = torch.append(out, 0.)
      else:
        _1 = torch.append(out, 1.)
    return torch.tensor(out)

  def step(self, hyper: Tensor, p: List[Tensor], m: List[Tensor], v: List[Tensor], s: List[Tensor]) -> Tensor:
    # -> (2): the norm before clipping; how many parameters have no gradient, which stay as they are.
    # Where the norm is not finite nothing is changed but the gradients, which are zeroed.
    dp, dg, dm, dv, ds = annotate(List[Tensor], []), annotate(List[Tensor], []), annotate(List[Tensor], []), annotate(List[Tensor], []), annotate(List[Tensor], [])
    np, ng, nm, nv, ns = annotate(List[Tensor], []), annotate(List[Tensor], []), annotate(List[Tensor], []), annotate(List[Tensor], []), annotate(List[Tensor], [])
    for i in range(torch.len(p)):
      g = ops.prim.grad(p[i])
      maybe = annotate(Optional[Tensor], g)
      if torch.__isnot__(maybe, None):
        if torch.lt(i, %DECAYING%):
          _0 = torch.append(dp, p[i])
          _1 = torch.append(dg, g)
          _2 = torch.append(dm, m[i])
          _3 = torch.append(dv, v[i])
          _4 = torch.append(ds, s[i])
        else:
          _5 = torch.append(np, p[i])
          _6 = torch.append(ng, g)
          _7 = torch.append(nm, m[i])
          _8 = torch.append(nv, v[i])
          _9 = torch.append(ns, s[i])
    # Changes in place go to these lists themselves: torch's compiler takes one to a joined list for dead and drops it.
    counted = torch.add(torch.len(dg), torch.len(ng))
    norm = torch.select(torch.zeros_like(hyper), 0, 0)
    if torch.gt(counted, 0):
      norm = torch.linalg_vector_norm(torch.stack(torch._foreach_norm(torch.add(dg, ng))))
    finite = bool(torch.isfinite(norm))
    scale = torch.clamp(torch.div(torch.select(hyper, 0, 1), torch.add(norm, 1e-06)), None, 1.)
    lr = float(torch.select(hyper, 0, 0))
    none = annotate(List[Tensor], [])
    if torch.gt(torch.len(dp), 0):
      if finite:
        torch._foreach_mul_(dg, scale)
        torch._foreach_add_(ds, 1.)
        torch._fused_adamw_(dp, dg, dm, dv, none, ds, lr=lr, beta1=%BETA1%, beta2=%BETA2%, weight_decay=%DECAY%, eps=%EPS%, amsgrad=False, maximize=False)
      torch._foreach_zero_(dg)
    if torch.gt(torch.len(np), 0):
      if finite:
        torch._foreach_mul_(ng, scale)
        torch._foreach_add_(ns, 1.)
        torch._fused_adamw_(np, ng, nm, nv, none, ns, lr=lr, beta1=%BETA1%, beta2=%BETA2%, weight_decay=0., eps=%EPS%, amsgrad=False, maximize=False)
      torch._foreach_zero_(ng)
    return torch.stack([norm, torch.full_like(norm, torch.sub(torch.len(p), counted))])
