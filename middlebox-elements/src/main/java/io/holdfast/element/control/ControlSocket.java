package io.holdfast.element.control;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ControlService;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Parameter;
import io.holdfast.packet.PacketBatch;

/** Asks for a control socket, which the driver opens when the graph is ready. */
final class ControlSocket extends Element {
    static final Parameter<String> TYPE = Parameter.mandatory("TYPE", ArgumentTypes.WORD, "", "TCP or UNIX");
    static final Parameter<String> ADDRESS = Parameter.mandatory(
            "PORT", ArgumentTypes.FILENAME, "", "port number (a + behind it: or a free one above), or file name");
    static final Parameter<Boolean> READONLY =
            Parameter.keyword("READONLY", ArgumentTypes.BOOL, "false", "", "whether handlers may only be read");
    static final Parameter<Boolean> VERBOSE =
            Parameter.keyword("VERBOSE", ArgumentTypes.BOOL, "false", "", "whether connections are reported");
    static final Parameter<Boolean> LOCALHOST =
            Parameter.keyword("LOCALHOST", ArgumentTypes.BOOL, "false", "", "whether only this machine may connect");
    static final Parameter<Integer> RETRIES = Parameter.keyword(
            "RETRIES", ArgumentTypes.integer(0, 1_000_000), "0", "", "how often opening is tried again, once a second");
    static final Parameter<Boolean> RETRY_WARNINGS =
            Parameter.keyword("RETRY_WARNINGS", ArgumentTypes.BOOL, "true", "", "whether failed tries are reported");
    static final Parameter<String> PROXY =
            Parameter.keyword("PROXY", ArgumentTypes.WORD, "", "", "not supported: element to which calls are passed");

    private ControlService service;

    @Override
    public void configure(final Arguments arguments) {
        final boolean isReadOnly = arguments.get(READONLY);
        final boolean isVerbose = arguments.get(VERBOSE);
        final boolean isLocal = arguments.get(LOCALHOST);
        final int retries = arguments.get(RETRIES);
        arguments.get(RETRY_WARNINGS);
        if (!arguments.get(PROXY).isEmpty()) {
            arguments.error("PROXY: not supported");
        }
        final String type = arguments.get(TYPE).toUpperCase(java.util.Locale.ROOT);
        final String address = arguments.get(ADDRESS);
        final boolean isTcp = type.equals("TCP");
        if (!isTcp && !type.equals("UNIX")) {
            arguments.error("unknown socket type '" + type + "'");
        }
        if (isTcp && !address.matches("\\d{1,5}\\+?")) {
            arguments.error("PORT: parse error");
        }
        service = new ControlService(isTcp, address, isReadOnly, isVerbose, isLocal, retries);
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        context.openControl(service);
    }

    @Override
    public void push(final int input, final PacketBatch batch) {
        batch.free();
    }
}
