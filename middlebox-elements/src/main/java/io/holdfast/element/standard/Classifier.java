package io.holdfast.element.standard;

import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Output;
import io.holdfast.element.OutputLanes;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.header.EthernetHeader;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends each packet to the output of the first pattern that its bytes match: {@code Classifier(PATTERN0, ...)}.
 *
 * <p>{@link BytePattern} describes patterns: {@code 12/0806 20/0001} is an ARP request, {@code -} everything. A packet
 * that nothing matches is dropped ({@code drops.noMatch}). Patterns are compiled to comparisons of up to four bytes.
 */
public final class Classifier extends Element {
    private ClassifierProgram program = ClassifierProgram.compile(List.of());
    private int patternCount;
    private OutputLanes lanes;
    private StatisticsCounter noMatch;

    @Override
    public void configure(final Arguments arguments) {
        final List<BytePattern> patterns = new ArrayList<>();
        for (final String text : arguments.rest()) {
            try {
                patterns.add(BytePattern.parse(text));
            } catch (final IllegalArgumentException e) {
                arguments.error("PATTERN" + patternCount + ": " + e.getMessage());
            }
            patternCount++;
        }
        if (patternCount == 0) {
            arguments.error("PATTERN0: required argument missing");
        } else if (patternCount != outputCount()) {
            arguments.error("need " + patternCount + " outputs, one per pattern, but there are " + outputCount());
        }
        program = ClassifierProgram.compile(patterns);
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        noMatch = context.statistics("drops.noMatch");
        final Output[] outputs = new Output[outputCount()];
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = output(i);
        }
        lanes = new OutputLanes(outputs);
    }

    /** An Ethernet header may have been stripped before: it is added for safety. */
    @Override
    public int headerDepthBytes() {
        return program.depthBytes() + EthernetHeader.LENGTH;
    }

    @Override
    public void push(final int input, final PacketBatch batch) {
        final int count = batch.size();
        for (int i = 0; i < count; i++) {
            final Packet packet = batch.get(i);
            final int pattern = program.match(packet);
            if (pattern == ClassifierProgram.NO_MATCH) {
                noMatch.increment();
                packet.free();
            } else {
                lanes.add(pattern, packet);
            }
        }
        batch.clear();
        lanes.flush();
    }
}
