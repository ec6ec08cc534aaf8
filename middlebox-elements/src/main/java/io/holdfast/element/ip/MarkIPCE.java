package io.holdfast.element.ip;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;

/**
 * Marks packets as having met congestion (RFC 3168).
 *
 * <p>Those that are not capable of it are dropped ({@code drops.notCapable}), unless FORCE says to mark all.
 */
final class MarkIPCE extends TosElement {
    static final Parameter<Boolean> FORCE =
            Parameter.optional("FORCE", ArgumentTypes.BOOL, "false", "", "whether packets not capable are marked, too");

    private boolean isForced;
    private StatisticsCounter notCapable;

    @Override
    public void configure(final Arguments arguments) {
        isForced = arguments.get(FORCE);
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        super.initialize(context);
        notCapable = context.statistics("drops.notCapable");
    }

    @Override
    protected StatisticsCounter process(final Packet packet, final int network) {
        final int tos = tos(packet, network);
        if ((tos & ECN_MASK) == 0 && !isForced) {
            return notCapable;
        }
        change(packet, network, tos | ECN_MASK);
        return null;
    }
}
