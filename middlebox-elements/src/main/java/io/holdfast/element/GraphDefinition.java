package io.holdfast.element;

import io.holdfast.element.click.ClickLanguage;
import io.holdfast.element.click.FlatConfiguration;
import io.holdfast.element.click.Libraries;
import io.holdfast.element.click.LibraryInclusion;
import io.holdfast.element.click.Messages;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;

/**
 * A graph as a configuration describes it, checked: every worker builds its own {@link ElementGraph} of it.
 *
 * <p>Immutable; may be used by any thread.
 */
public final class GraphDefinition {
    private final GraphPlan plan;
    private final int headerDepthBytes;
    private final boolean staysInHeaders;
    private final List<String> warnings;

    private GraphDefinition(final GraphPlan plan, final GraphChecker checker) {
        this.plan = plan;
        headerDepthBytes = checker.headerDepthBytes();
        staysInHeaders = checker.staysInHeaders();
        warnings = List.copyOf(checker.warnings());
    }

    /**
     * Reads and checks a configuration that uses the standard elements. Elements are made and configured for the
     * check, but not initialized: nothing is opened.
     *
     * @param fileName for messages
     * @param text of the configuration
     * @param variables set from outside ({@code NAME=VALUE}); they win over definitions at the top level
     * @throws ConfigurationException with all faults, if there are any
     */
    public static GraphDefinition parse(final String fileName, final String text, final Map<String, String> variables) {
        return parse(fileName, text, variables, ElementClasses.standard());
    }

    /** Reads and checks a configuration that uses the given element classes. */
    public static GraphDefinition parse(
            final String fileName,
            final String text,
            final Map<String, String> variables,
            final ElementClasses classes) {
        return parse(fileName, text, variables, classes, Libraries.NONE);
    }

    /** Reads and checks a configuration that may require libraries. */
    public static GraphDefinition parse(
            final String fileName,
            final String text,
            final Map<String, String> variables,
            final ElementClasses classes,
            final Libraries libraries) {
        final Messages messages = new Messages();
        final FlatConfiguration configuration = ClickLanguage.compile(
                new LibraryInclusion(libraries).include(fileName, text),
                variables,
                name -> classes.find(name) != null,
                messages);
        final boolean isWellFormed = messages.isEmpty();
        final GraphChecker checker = new GraphChecker(
                configuration,
                classes,
                new GraphSource(
                        text,
                        List.of(),
                        classes.all().stream().map(ElementClass::name).toList()),
                messages);
        final GraphPlan plan = checker.check();
        if (!messages.isEmpty()) {
            throw new ConfigurationException(messages.lines(), !isWellFormed);
        }
        return new GraphDefinition(plan, checker);
    }

    /**
     * How many leading bytes of a received frame the elements may read or change, counted from the frame's start; 0 if
     * they touch none, {@link Integer#MAX_VALUE} if any.
     */
    public int headerDepthBytes() {
        return headerDepthBytes;
    }

    /**
     * Whether the elements need nothing behind the TCP or UDP header of an IPv4 packet, whatever {@link #headerDepthBytes()}
     * says of packets with the longest headers.
     */
    public boolean staysInHeaders() {
        return staysInHeaders;
    }

    /** What is no fault, but worth to be told, line by line. */
    public List<String> warnings() {
        return warnings;
    }

    /** A hash of {@link #flatText()}: differs if the graphs of two nodes differ. */
    public long fingerprint() {
        try {
            final byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(flatText().getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The configuration without compounds, variables and comments; reads back as the same graph. */
    public String flatText() {
        return plan.configuration().text();
    }

    /** Elements of the graph. */
    public int elementCount() {
        return plan.size();
    }

    /**
     * Builds one worker's graph: makes, configures, connects and initializes the elements.
     *
     * @param environment of the worker, on whose thread the graph will run
     * @throws ConfigurationException with all faults (a port that the node lacks, say); everything is closed again
     */
    public ElementGraph build(final WorkerEnvironment environment) {
        return new GraphBuilder(plan, environment).build();
    }
}
