package io.holdfast.nat.traffic;

import java.util.List;

/**
 * What became of one flow, as the server saw it.
 *
 * @param flow number, from the flow's first message; -1 if none came
 * @param sources from which it came, {@code address:port}, in order of appearance. More than one means that its port
 *     mapping has changed
 * @param messages received in order and verified
 * @param failure how it broke, or null
 */
public record ServerFlowRecord(long flow, List<String> sources, long messages, String failure) {}
