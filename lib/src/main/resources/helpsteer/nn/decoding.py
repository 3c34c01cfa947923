
  # Goes on with sequences from what attention has computed of them before. Further letters: R rows that are continued,
  # G prompts, each with the same number of places for rows, P tokens of the longest prompt, S slots for new tokens.
  # A prompt's keys and values are kept once for all of its rows; a row keeps only those of its own new tokens.
  # prefix (L, 2, G, K, P, C), suffix (L, 2, R, K, S, C): keys and values of all layers, in fp32, for
  # the caller cannot hold bf16; they are cast where they are used.
  # plan: mask (R, 1, 1, P + used), 0 or -1e30; places (G * n), the row at each place; rows (R), the place of each row.
  # Where every place has its row, places and rows are empty; where nothing is masked, the mask is empty.

  def prefill_layer(self, x: Tensor, angles: Tensor, plan: List[Tensor], p: List[Tensor]) -> Tuple[Tensor, Tensor, Tensor]:
    # a layer as in training, and its keys and values (N, K, C)
    h = self.low(self.norm(x, p[%INPUT_NORM%]))
    hd = h
    q = torch.view(%Q_PROJ%, [-1, %H%, %C%])
    k = torch.view(%K_PROJ%, [-1, %K%, %C%])
    v = torch.view(%V_PROJ%, [-1, %K%, %C%])
    turned = self.rotate(%K_NORM%, angles)
    a = self.attend(self.rotate(%Q_NORM%, angles), turned, v, plan)
    return (self.finish(x, a, p), turned, v)

  def to_cache(self, x: Tensor, plan: List[Tensor]) -> Tensor:
    # (N, K, C) -> (G, K, P, C)
    g = torch.size(plan[0], 0)
    y = x
    if torch.size(plan[1], 0) != torch.size(x, 0):
      y = torch.index_select(x, 0, plan[1])
    return torch.transpose(torch.view(y, [g, -1, %K%, %C%]), 1, 2)

  def prefill(self, ids: Tensor, positions: Tensor, table: Tensor, last: Tensor, plan: List[Tensor], p: List[Tensor]) -> List[Tensor]:
    # prompts end to end -> hidden states at their last tokens (G, D), prefix
    angles = self.angles(positions, table)
    x = self.embed(ids, p[0])
    g = torch.size(plan[0], 0)
    prefix = torch.new_zeros(x, [%L%, 2, g, %K%, torch.floordiv(torch.size(plan[1], 0), g), %C%])
    for i in range(%L%):
      y, k, v, = self.prefill_layer(x, angles, plan, torch.slice(p, 1 + i * %PER_LAYER%, 1 + (i + 1) * %PER_LAYER%))
      x = y
      layer = torch.select(prefix, 0, i)
      _0 = torch.copy_(torch.select(layer, 0, 0), self.to_cache(k, plan))
      _1 = torch.copy_(torch.select(layer, 0, 1), self.to_cache(v, plan))
    return [self.norm(torch.index_select(x, 0, last), p[1 + %L% * %PER_LAYER%]), prefix]

  def reorder_cache(self, x: Tensor, index: Tensor, numbers: Tensor) -> Tensor:
    # prefix or suffix x, the rows to keep in their order, numbers [first slot, slots, slots of the result] -> a new one
    first = int(torch.select(numbers, 0, 0))
    slots = int(torch.select(numbers, 0, 1))
    out = torch.new_zeros(x, [%L%, 2, torch.size(index, 0), %K%, int(torch.select(numbers, 0, 2)), %C%])
    for i in range(%L%):
      kept = torch.index_select(torch.narrow(torch.select(x, 0, i), 3, first, slots), 1, index)
      _0 = torch.copy_(torch.narrow(torch.select(out, 0, i), 3, 0, slots), kept)
    return out

  def concat_cache(self, a: Tensor, b: Tensor) -> Tensor:
    return torch.cat([a, b], 2)

  def group_queries(self, x: Tensor, places: Tensor, n: int) -> Tensor:
    # (R, K, H / K, X) -> (G, K, n * H / K, X)
    y = x
    if torch.size(places, 0) > 0:
      y = torch.index_select(x, 0, places)
    z = torch.transpose(torch.reshape(y, [-1, n, %K%, %G%, torch.size(x, 3)]), 1, 2)
    return torch.reshape(z, [-1, %K%, n * %G%, torch.size(x, 3)])

  def ungroup(self, x: Tensor, rows: Tensor, n: int) -> Tensor:
    # (G, K, n * H / K, X) -> (R, K, H / K, X)
    y = torch.transpose(torch.view(x, [-1, %K%, n, %G%, torch.size(x, 3)]), 1, 2)
    z = torch.reshape(y, [-1, %K%, %G%, torch.size(x, 3)])
    if torch.size(rows, 0) > 0:
      z = torch.index_select(z, 0, rows)
    return z

  def attend_cached(self, q: Tensor, prefix: Tensor, suffix: Tensor, plan: List[Tensor], n: int, slots: int) -> Tensor:
    # q (R, H, C) of one new token a row; prefix (2, G, K, P, C), suffix (2, R, K, S, C) of one layer -> (R, H * C)
    # Query heads that share keys stand where tokens stand otherwise, so that no key is repeated.
    x = torch.reshape(torch.mul(q, %SCALE%), [-1, %K%, %G%, %C%])
    k = self.low(torch.narrow(torch.select(suffix, 0, 0), 2, 0, slots))
    v = self.low(torch.narrow(torch.select(suffix, 0, 1), 2, 0, slots))
    p = torch.size(prefix, 3)
    far = torch.matmul(self.group_queries(x, plan[1], n), torch.transpose(self.low(torch.select(prefix, 0, 0)), 2, 3))
    s = torch.cat([self.ungroup(far, plan[2], n), torch.matmul(x, torch.transpose(k, 2, 3))], -1)
    if torch.size(plan[0], 0) > 0:
      s = torch.add(s, plan[0])
    a = torch.softmax(s, -1)
    o = torch.matmul(self.group_queries(torch.narrow(a, 3, 0, p), plan[1], n), self.low(torch.select(prefix, 0, 1)))
    near = torch.matmul(torch.narrow(a, 3, p, slots), v)
    return torch.reshape(torch.add(self.ungroup(o, plan[2], n), near), [-1, %HC%])

  def decode_layer(self, x: Tensor, angles: Tensor, prefix: Tensor, suffix: Tensor, plan: List[Tensor], n: int, slots: int, p: List[Tensor]) -> Tensor:
    # one layer for one new token a row, (R, D) -> (R, D); its keys and values go into the last of the used slots
    h = self.low(self.norm(x, p[%INPUT_NORM%]))
    hd = h
    q = torch.view(%Q_PROJ%, [-1, %H%, %C%])
    k = torch.view(%K_PROJ%, [-1, %K%, %C%])
    v = torch.view(%V_PROJ%, [-1, %K%, %C%])
    _0 = torch.copy_(torch.select(torch.select(suffix, 0, 0), 2, slots - 1), self.rotate(%K_NORM%, angles))
    _1 = torch.copy_(torch.select(torch.select(suffix, 0, 1), 2, slots - 1), v)
    return self.finish(x, self.attend_cached(self.rotate(%Q_NORM%, angles), prefix, suffix, plan, n, slots), p)

  def mask(self, plan: List[Tensor], prefix: Tensor, slots: int) -> Tensor:
    # lengths of each row's prompt (R), each row's first slot (R) -> (R, 1, 1, P + slots)
    width = torch.size(prefix, 4)
    at = torch.arange(width + slots, dtype=4, device=plan[0].device)
    late = torch.logical_and(torch.ge(at, torch.unsqueeze(plan[0], 1)), torch.lt(at, torch.add(torch.unsqueeze(plan[1], 1), width)))
    out = torch.mul(torch.to(late, 6), -1.0e30)
    return self.low(torch.unsqueeze(torch.unsqueeze(out, 1), 1))

  def step(self, ids: Tensor, positions: Tensor, table: Tensor, numbers: Tensor, plan: List[Tensor], state: List[Tensor], p: List[Tensor]) -> Tensor:
    # one token a row (R) at its position (R) -> last hidden states (R, D)
    # numbers [places of a prompt, slots in use, 1 where something is masked]; plan: lengths, first slots, places, rows; state: prefix, suffix
    n = int(torch.select(numbers, 0, 0))
    slots = int(torch.select(numbers, 0, 1))
    prefix = state[0]
    suffix = state[1]
    mask = torch.slice(torch.unsqueeze(plan[0], 1), 0, 0, 0)
    if int(torch.select(numbers, 0, 2)) == 1:
      mask = self.mask(plan, prefix, slots)
    angles = self.angles(positions, table)
    x = self.embed(ids, p[0])
    for i in range(%L%):
      x = self.decode_layer(x, angles, torch.select(prefix, 0, i), torch.select(suffix, 0, i), [mask, plan[2], plan[3]], n, slots, torch.slice(p, 1 + i * %PER_LAYER%, 1 + (i + 1) * %PER_LAYER%))
    return self.norm(x, p[1 + %L% * %PER_LAYER%])

  def step_choose(self, ids: Tensor, positions: Tensor, table: Tensor, numbers: Tensor, plan: List[Tensor], state: List[Tensor], p: List[Tensor], seen: Tensor, choice: Tensor, u: Tensor) -> Tensor:
    # p holds the output layer, too, last where it is not the embedding
    return self.choose(self.logits(self.step(ids, positions, table, numbers, plan, state, p), p[%OUT%]), seen, choice, u)

  def first_choose(self, hidden: Tensor, prompts: Tensor, w: Tensor, seen: Tensor, choice: Tensor, u: Tensor) -> Tensor:
    # hidden (G, D), each row's prompt (R)
    return self.choose(torch.index_select(self.logits(hidden, w), 0, prompts), seen, choice, u)

  # Choosing tokens. choice: temperature, top k, top p, min p, repetition penalty, fp64 on the CPU. The order is that of transformers.

  def mark_seen(self, rows: Tensor, at: Tensor) -> Tensor:
    # which tokens stand in each row's text: rows (R), at: row * V + token -> (R, V) of booleans
    flat = torch.new_zeros(rows, [torch.size(rows, 0) * %V%], dtype=11)
    return torch.view(torch.index_fill_(flat, 0, at, 1), [-1, %V%])

  def concat_rows(self, a: Tensor, b: Tensor) -> Tensor:
    return torch.cat([a, b])

  def nucleus(self, z: Tensor, share: float) -> Tensor:
    # The fewest likeliest tokens that hold the share, and those as likely as the last of them. Nearly always a few hundred do.
    sum = torch.logsumexp(z, [-1], True)
    v, i, = torch.topk(z, min(%V%, 512), -1)
    c = torch.cumsum(torch.exp(torch.sub(v, sum)), -1, dtype=7)
    if float(torch.min(torch.select(c, 1, -1))) < share:
      v1, i1, = torch.sort(z, -1, True)
      v = v1
      c = torch.cumsum(torch.exp(torch.sub(v, sum)), -1, dtype=7)
    before = torch.sub(c, torch.exp(torch.sub(v, sum)))
    count = torch.clamp(torch.sum(torch.lt(before, share), [1], True), 1)
    return torch.masked_fill(z, torch.lt(z, torch.gather(v, 1, torch.sub(count, 1))), -1.0e30)

  def scores(self, logits: Tensor, seen: Tensor, choice: Tensor) -> Tensor:
    # logits (R, V) -> those that are sampled from; what is filtered out is at -1e30
    temperature = float(torch.select(choice, 0, 0))
    k = min(%V%, int(torch.select(choice, 0, 1)))
    p = float(torch.select(choice, 0, 2))
    m = float(torch.select(choice, 0, 3))
    penalty = float(torch.select(choice, 0, 4))
    z = logits
    if penalty != 1.:
      z = torch.where(seen, torch.where(torch.lt(z, 0), torch.mul(z, penalty), torch.div(z, penalty)), z)
    if temperature != 0.:
      if temperature != 1.:
        z = torch.div(z, temperature)
      if k < %V%:
        v, i, = torch.topk(z, k, -1)
        z = torch.masked_fill(z, torch.lt(z, torch.narrow(v, 1, k - 1, 1)), -1.0e30)
      if p < 1.:
        z = self.nucleus(z, p)
      if m > 0.:
        z = torch.masked_fill(z, torch.lt(z, torch.add(torch.amax(z, [1], True), torch.log(m))), -1.0e30)
    return z

  def draw(self, c: Tensor, u: Tensor) -> Tensor:
    # c (R, V) running sums of probabilities, u (R, levels) -> tokens (R, 1)
    # The ids are halved again and again, each time by a number of its own. One number for all would be near the border of
    # some of the many tokens too often, and then rounding decides; here it does so about once in 1e5 draws.
    sums = torch.cat([torch.mul(torch.narrow(c, 1, 0, 1), 0.), c], 1)
    lo = torch.zeros_like(torch.narrow(u, 1, 0, 1), dtype=4)
    width = 1
    for i in range(torch.size(u, 1)):
      width = width * 2
    for i in range(torch.size(u, 1)):
      start = torch.gather(sums, 1, lo)
      whole = torch.sub(torch.gather(sums, 1, torch.clamp(torch.add(lo, width), 0, %V%)), start)
      width = torch.floordiv(width, 2)
      middle = torch.clamp(torch.add(lo, width), 0, %V%)
      left = torch.sub(torch.gather(sums, 1, middle), start)
      right = torch.ge(torch.mul(torch.narrow(u, 1, i, 1), whole), left)
      lo = torch.where(right, middle, lo)
    return torch.clamp(lo, 0, %V% - 1)

  def choose(self, logits: Tensor, seen: Tensor, choice: Tensor, u: Tensor) -> Tensor:
    # logits (R, V), u (R, levels) in [0, 1) -> (R, 3): token, its log-probability under the model and under what it was sampled from
    z = self.scores(logits, seen, choice)
    lp = torch.log_softmax(logits, -1)
    lq = lp
    if float(torch.select(choice, 0, 0)) == 0.:
      token = torch.argmax(z, 1, True)
      lq = torch.sub(z, torch.gather(z, 1, token))
    else:
      lq = torch.log_softmax(z, -1)
      token = self.draw(torch.cumsum(torch.exp(lq), -1, dtype=7), u)
    if torch.size(seen, 0) > 0:
      _0 = torch.scatter_(seen, 1, token, 1)
    return torch.cat([torch.to(token, 7), torch.to(torch.gather(lp, 1, token), 7), torch.to(torch.gather(lq, 1, token), 7)], 1)

  # Log-probabilities of texts at hand.

  def given(self, hidden: Tensor, rows: Tensor, targets: Tensor, w: Tensor) -> Tensor:
    # hidden (N, D), rows (M) whose next tokens are the targets (M) -> (M)
    z = self.logits(torch.index_select(hidden, 0, rows), w)
    return torch.sub(torch.squeeze(torch.gather(z, 1, torch.unsqueeze(targets, 1)), 1), torch.logsumexp(z, [-1]))

  # Texts behind one context that was read before, whose keys and values they share.

  def attend_after_prefix(self, q: Tensor, k: Tensor, v: Tensor, prefix: Tensor, lengths: Tensor) -> Tensor:
    # q (N, H, C), k, v (N, K, C) of the texts end to end, prefix (2, 1, K, P, C) of one layer -> (N, H * C)
    sizes = annotate(List[int], [])
    for i in range(torch.size(lengths, 0)):
      _0 = torch.append(sizes, int(torch.select(lengths, 0, i)))
    qs = torch.split_with_sizes(q, sizes)
    ks = torch.split_with_sizes(k, sizes)
    vs = torch.split_with_sizes(v, sizes)
    far_k = torch.transpose(self.low(torch.select(prefix, 0, 0)), 1, 2)
    far_v = torch.transpose(self.low(torch.select(prefix, 0, 1)), 1, 2)
    width = torch.size(far_k, 1)
    out = annotate(List[Tensor], [])
    for i in range(torch.len(sizes)):
      at = torch.arange(width + sizes[i], dtype=4, device=q.device)
      seen = torch.le(at, torch.unsqueeze(torch.narrow(at, 0, width, sizes[i]), 1))
      keys = self.heads(torch.cat([far_k, torch.unsqueeze(ks[i], 0)], 1))
      values = self.heads(torch.cat([far_v, torch.unsqueeze(vs[i], 0)], 1))
      o = torch.scaled_dot_product_attention(self.heads(torch.unsqueeze(qs[i], 0)), keys, values, seen, 0., False)
      _1 = torch.append(out, torch.squeeze(torch.transpose(o, 1, 2), 0))
    return torch.reshape(torch.cat(out), [torch.size(q, 0), %HC%])

  def layer_after_prefix(self, x: Tensor, angles: Tensor, prefix: Tensor, lengths: Tensor, p: List[Tensor]) -> Tensor:
    # x (N, D) -> (N, D)
    h = self.low(self.norm(x, p[%INPUT_NORM%]))
    hd = h
    q = torch.view(%Q_PROJ%, [-1, %H%, %C%])
    k = torch.view(%K_PROJ%, [-1, %K%, %C%])
    v = torch.view(%V_PROJ%, [-1, %K%, %C%])
    return self.finish(x, self.attend_after_prefix(self.rotate(%Q_NORM%, angles), self.rotate(%K_NORM%, angles), v, prefix, lengths), p)

  def hidden_after_prefix(self, ids: Tensor, positions: Tensor, table: Tensor, lengths: Tensor, prefix: Tensor, p: List[Tensor]) -> Tensor:
    # texts end to end (N) at their positions behind the context of the prefix, lengths (B) on the CPU -> last hidden states (N, D)
    angles = self.angles(positions, table)
    x = self.embed(ids, p[0])
    for i in range(%L%):
      x = self.layer_after_prefix(x, angles, torch.select(prefix, 0, i), lengths, torch.slice(p, 1 + i * %PER_LAYER%, 1 + (i + 1) * %PER_LAYER%))
    return self.norm(x, p[1 + %L% * %PER_LAYER%])
