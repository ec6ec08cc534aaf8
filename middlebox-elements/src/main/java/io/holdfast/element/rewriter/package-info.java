/**
 * The address and port translator: {@link io.holdfast.element.rewriter.IPRewriter} and its relatives.
 *
 * <p><b>Theory of operation.</b> A flow is two entries of one shared table, one per direction, each of one cache line:
 *
 * <pre>
 *   key (16 bytes)                      value (48 bytes)
 *   the tuple as it comes in      --->  the tuple as it goes out, checksum deltas, output, last used, TCP state
 *
 *   forward   10.0.0.5:4000 > 192.0.2.9:80     --->  203.0.113.1:1024 > 192.0.2.9:80
 *   reverse   192.0.2.9:80 > 203.0.113.1:1024  --->  192.0.2.9:80 > 10.0.0.5:4000
 * </pre>
 *
 * <p>Each entry's value, turned round, is its partner's key: no pointer between them is needed, and none can dangle.
 * A packet of a known flow costs one look-up (a read access), two or three stores and two checksum additions.
 *
 * <p>The two directions lie in different stripes, and accesses do not nest. So every operation on a pair is a row of
 * separate accesses, and each must cope with what another worker did in between. The rules:
 * <ol>
 *   <li>A pair is made reverse entry first: whoever inserts the reverse key owns the outer port. If the forward entry
 *       then cannot be inserted, the reverse one is taken back.
 *   <li>Two entries are partners if each one's value is the other's key. An entry without a partner is an orphan.
 *   <li>Refreshing an entry refreshes its partner; an orphan found thereby is removed.
 *   <li>Expiry looks at both entries, and removes both or none; what a race leaves over is an orphan, and goes by
 *       the rule before.
 * </ol>
 *
 * <p><b>Several workers.</b> A worker gives a flow an outer port whose answers are steered to itself
 * ({@link io.holdfast.element.ElementContext#steersHere}), one in so many ports as there are workers: then both entries are
 * used by one worker. Where that cannot be, since no such port is free or the pattern leaves no choice of the port, the
 * mapping is made all the same and counted ({@code mappings.split}): two workers then share it, which is slower and no
 * less right.
 */
package io.holdfast.element.rewriter;
