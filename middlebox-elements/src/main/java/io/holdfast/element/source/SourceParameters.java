package io.holdfast.element.source;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Parameter;

/** Parameters that sources have in common. */
final class SourceParameters {
    static final int MAX_LENGTH = 65_535;

    static final Parameter<String> DATA =
            Parameter.optional("DATA", ArgumentTypes.STRING, "", "", "bytes of each packet; default: a text");
    static final Parameter<Integer> LIMIT = Parameter.optional(
            "LIMIT",
            ArgumentTypes.integer(-1, Integer.MAX_VALUE),
            "-1",
            "packets",
            "packets made in all; -1: no limit");
    static final Parameter<Integer> BURST = Parameter.optional(
            "BURST", ArgumentTypes.integer(1, Integer.MAX_VALUE), "1", "packets", "packets made at a time");
    static final Parameter<Boolean> ACTIVE =
            Parameter.optional("ACTIVE", ArgumentTypes.BOOL, "true", "", "whether packets are made");
    static final Parameter<Integer> LENGTH = Parameter.keyword(
            "LENGTH",
            ArgumentTypes.integer(-1, MAX_LENGTH),
            "-1",
            "bytes",
            "length of each packet at least: data is repeated; -1: as long as the data");
    static final Parameter<Integer> DATASIZE = Parameter.keyword(
            "DATASIZE", ArgumentTypes.integer(-1, MAX_LENGTH), "-1", "bytes", "the same as LENGTH, its older name");
    static final Parameter<Boolean> STOP = Parameter.keyword(
            "STOP", ArgumentTypes.BOOL, "false", "", "whether the driver stops when LIMIT is reached");
    static final Parameter<String> END_CALL =
            Parameter.keyword("END_CALL", ArgumentTypes.TEXT, "", "", "write handler called when LIMIT is reached");

    private SourceParameters() {}
}
