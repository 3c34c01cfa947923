  # A decoder of the Llama family (Llama 2 and 3, SmolLM2, Qwen2, Qwen3): pre-norm, RMSNorm, rotary positions, grouped-query
  # attention, SwiGLU. Shapes: N tokens of all sequences laid end to end, B sequences, T tokens of the longest, D width,
  # H query heads, K key/value heads, C width of a head, F inner width, V vocabulary.
  # Linear layers see real tokens only and attention one sequence at a time: nothing is padded, nothing can mix.
  # Parameters are fp32. With bf16 they are cast where they are used; norms, the residual stream and logits stay fp32.
  # plan: lengths (B) on the CPU; pad (B*T), the row of N that stands at each place; unpad (N), the place of each row.

  def low(self, x: Tensor) -> Tensor:
    # to the type of computation
    return %LOW%

  def high(self, x: Tensor) -> Tensor:
    # back to fp32
    return %HIGH%

  def norm(self, x: Tensor, w: Tensor) -> Tensor:
    # RMSNorm over the last axis (Zhang and Sennrich 2019)
    return torch.rms_norm(x, [torch.size(w, 0)], w, %EPS%)

  def drop(self, x: Tensor) -> Tensor:
    return %DROP%

  def adapted(self, y: Tensor, x: Tensor, a: Tensor, b: Tensor) -> Tensor:
    # y (N, out), x (N, in) with the adapters' dropout, a (R, in), b (out, R) -> y + scale x A^T B^T (Hu et al. 2021)
    return torch.add(y, torch.mul(torch.linear(torch.linear(x, self.low(a)), self.low(b)), %LORA_SCALE%))

  def embed(self, ids: Tensor, w: Tensor) -> Tensor:
    # ids (N), w (V, D) -> (N, D)
    return torch.embedding(w, ids)

  def angles(self, positions: Tensor, table: Tensor) -> Tensor:
    # positions (N), table (2, P, C) of cosines and sines -> (2, N, 1, C)
    return self.low(torch.unsqueeze(torch.index_select(table, 1, positions), 2))

  def rotate(self, x: Tensor, angles: Tensor) -> Tensor:
    # x (N, heads, C): the halves of each head are turned against each other (Su et al. 2021)
    a, b, = torch.chunk(x, 2, -1)
    turned = torch.cat([torch.neg(b), a], -1)
    return torch.add(torch.mul(x, torch.select(angles, 0, 0)), torch.mul(turned, torch.select(angles, 0, 1)))

  def causal(self, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    # q (B, T, H, C), k, v (B, T, K, C) -> (B, T, H, C); each token sees itself and those before it
    o = torch.scaled_dot_product_attention(self.heads(q), self.heads(k), self.heads(v), None, %ATTENTION_DROP%, True)
    return torch.transpose(o, 1, 2)

  def heads(self, x: Tensor) -> Tensor:
    # (B, T, heads, C) -> (B, H, T, C); key/value heads are repeated for their group of query heads
    y = torch.transpose(x, 1, 2)
    if torch.size(y, 1) != %H%:
      s = [torch.size(y, 0), torch.size(y, 1), %G%, torch.size(y, 2), %C%]
      y = torch.reshape(torch.expand(torch.unsqueeze(y, 2), s), [torch.size(y, 0), %H%, torch.size(y, 2), %C%])
    return y

  def one_by_one(self, q: Tensor, k: Tensor, v: Tensor, lengths: Tensor) -> Tensor:
    # ragged sequences on a CPU: one call each, on slices without copies
    sizes = annotate(List[int], [])
    for i in range(torch.size(lengths, 0)):
      _0 = torch.append(sizes, int(torch.select(lengths, 0, i)))
    qs = torch.split_with_sizes(q, sizes)
    ks = torch.split_with_sizes(k, sizes)
    vs = torch.split_with_sizes(v, sizes)
    out = annotate(List[Tensor], [])
    for i in range(torch.len(sizes)):
      o = self.causal(torch.unsqueeze(qs[i], 0), torch.unsqueeze(ks[i], 0), torch.unsqueeze(vs[i], 0))
      _1 = torch.append(out, torch.squeeze(o, 0))
    return torch.cat(out)

  def at_once(self, q: Tensor, k: Tensor, v: Tensor, plan: List[Tensor]) -> Tensor:
    # ragged sequences on a GPU: one call on padded copies; what stands at padding comes after every real token
    b = torch.size(plan[0], 0)
    o = self.causal(self.place(q, plan[1], b), self.place(k, plan[1], b), self.place(v, plan[1], b))
    return torch.index_select(torch.reshape(o, [-1, %H%, %C%]), 0, plan[2])

  def place(self, x: Tensor, pad: Tensor, b: int) -> Tensor:
    # (N, heads, C) -> (B, T, heads, C)
    return torch.view(torch.index_select(x, 0, pad), [b, -1, torch.size(x, 1), %C%])

  def attend(self, q: Tensor, k: Tensor, v: Tensor, plan: List[Tensor]) -> Tensor:
    # q (N, H, C), k, v (N, K, C) -> (N, H * C)
    b = torch.size(plan[0], 0)
    if torch.size(plan[1], 0) == torch.size(q, 0):
      s = [b, -1, %H%, %C%]
      t = [b, -1, %K%, %C%]
      o = self.causal(torch.view(q, s), torch.view(k, t), torch.view(v, t))
    else:
      o = %RAGGED%
    return torch.reshape(o, [torch.size(q, 0), %HC%])

  def layer(self, x: Tensor, angles: Tensor, plan: List[Tensor], p: List[Tensor]) -> Tensor:
    # x (N, D) -> (N, D)
    # hd, ad, md, fd are what adapters read: layers with one input share its dropout, which saves time and memory
    h = self.low(self.norm(x, p[%INPUT_NORM%]))
    hd = %HD%
    q = torch.view(%Q_PROJ%, [-1, %H%, %C%])
    k = torch.view(%K_PROJ%, [-1, %K%, %C%])
    v = torch.view(%V_PROJ%, [-1, %K%, %C%])
    a = self.attend(self.rotate(%Q_NORM%, angles), self.rotate(%K_NORM%, angles), v, plan)
    return self.finish(x, a, p)

  def finish(self, x: Tensor, a: Tensor, p: List[Tensor]) -> Tensor:
    # x (N, D), what attention gives a (N, H * C) -> (N, D)
    ad = %AD%
    x1 = torch.add(x, self.high(self.drop(%O_PROJ%)))
    m = self.low(self.norm(x1, p[%POST_NORM%]))
    md = %MD%
    f = torch.mul(torch.silu(%GATE_PROJ%), %UP_PROJ%)
    fd = %FD%
    return torch.add(x1, self.high(self.drop(%DOWN_PROJ%)))

  def last_norm(self, x: Tensor, w: Tensor) -> Tensor:
    return self.norm(x, w)

  def hidden(self, ids: Tensor, angles: Tensor, plan: List[Tensor], p: List[Tensor]) -> Tensor:
    # ids (N), p: embedding, all layers, last norm -> last hidden state after the norm (N, D)
    x = self.embed(ids, p[0])
    for i in range(%L%):
      x = self.layer(x, angles, plan, torch.slice(p, 1 + i * %PER_LAYER%, 1 + (i + 1) * %PER_LAYER%))
    return self.norm(x, p[1 + %L% * %PER_LAYER%])

  def logits(self, hidden: Tensor, w: Tensor) -> Tensor:
    # hidden (N, D), w (V, D) -> (N, V)
    return self.high(torch.linear(self.low(hidden), self.low(w)))

  def rows(self, x: Tensor, index: Tensor) -> Tensor:
    # x (N, D), index (B) -> (B, D)
    return torch.index_select(x, 0, index)

  def product(self, x: Tensor, g: Tensor) -> Tensor:
    # a scalar whose gradient by x is g
    return torch.sum(torch.mul(x, g))

  def merge(self, scale: Tensor, w: Tensor, a: Tensor, b: Tensor) -> Tensor:
    # w + scale B A, in place
    return torch.sum(torch.add_(torch.detach(w), torch.mul(torch.matmul(b, a), scale)))
