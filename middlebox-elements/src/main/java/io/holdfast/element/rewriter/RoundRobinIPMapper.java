package io.holdfast.element.rewriter;

import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.LocalState;
import io.holdfast.element.SoftState;
import io.holdfast.packet.NativeMemory;

/**
 * Gives new flows its patterns in turn: {@code RoundRobinIPMapper(PATTERN0, PATTERN1, ...)}.
 *
 * <p>A pattern that has no free port is passed over for that flow. Whose turn it is, is the worker's state: 8 bytes.
 */
final class RoundRobinIPMapper extends MapperElement {
    private LocalState turn;

    @SoftState("of the packet at hand")
    private int tried;

    @Override
    public void configure(final Arguments arguments) {
        arguments.rest().forEach(text -> addPattern(arguments, text));
        if (ruleCount() == 0) {
            arguments.error("PATTERN0: required argument missing");
        }
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        super.initialize(context);
        turn = context.localState("turn", Long.BYTES);
    }

    @Override
    public void begin(final long key0, final long key1) {
        tried = 0;
    }

    @Override
    public MappingRule next() {
        if (tried++ == ruleCount()) {
            return null;
        }
        final long current = NativeMemory.getLong(turn.address());
        turn.changing();
        NativeMemory.putLong(turn.address(), (current + 1) % ruleCount());
        return rule((int) current);
    }
}
