package io.holdfast.element;

import io.holdfast.element.aggregate.AggregateElements;
import io.holdfast.element.annotation.AnnotationElements;
import io.holdfast.element.control.DriverElements;
import io.holdfast.element.data.DataElements;
import io.holdfast.element.device.DeviceElements;
import io.holdfast.element.ethernet.EthernetElements;
import io.holdfast.element.filter.FilterElements;
import io.holdfast.element.icmp.IcmpElements;
import io.holdfast.element.ip.IpElements;
import io.holdfast.element.monitor.MonitorElements;
import io.holdfast.element.queue.QueueElements;
import io.holdfast.element.queue.SchedulerElements;
import io.holdfast.element.rewriter.RewriterElements;
import io.holdfast.element.route.RouteElements;
import io.holdfast.element.source.SourceElements;
import io.holdfast.element.standard.StandardElements;
import io.holdfast.element.trace.TraceElements;
import io.holdfast.element.transport.TransportElements;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The element classes that configurations may use. Filled by one thread, then read by any. */
public final class ElementClasses {
    private final TreeMap<String, ElementClass> classes = new TreeMap<>();

    /** A registry with the elements that come with Holdfast. */
    public static ElementClasses standard() {
        final ElementClasses classes = new ElementClasses();
        StandardElements.register(classes);
        AnnotationElements.register(classes);
        DataElements.register(classes);
        EthernetElements.register(classes);
        FilterElements.register(classes);
        IcmpElements.register(classes);
        IpElements.register(classes);
        RouteElements.register(classes);
        TransportElements.register(classes);
        QueueElements.register(classes);
        SchedulerElements.register(classes);
        SourceElements.register(classes);
        RewriterElements.register(classes);
        MonitorElements.register(classes);
        AggregateElements.register(classes);
        TraceElements.register(classes);
        DeviceElements.register(classes);
        DriverElements.register(classes);
        return classes;
    }

    /**
     * Adds a class.
     *
     * @param className in configurations
     * @param portCounts as in Click: inputs and outputs with a slash between, each a number, a range, or {@code -}
     * @param description in one line
     * @param supplier makes an element
     * @throws IllegalArgumentException if the name is taken or the port counts are malformed
     */
    public void add(
            final String className,
            final String portCounts,
            final String description,
            final Supplier<Element> supplier) {
        add(ElementClass.of(className, supplier).withPorts(portCounts).withSummary(description));
    }

    /**
     * Adds a class.
     *
     * @throws IllegalArgumentException if the name is taken
     */
    public void add(final ElementClass added) {
        if (classes.putIfAbsent(added.name(), added) != null) {
            throw new IllegalArgumentException("element class added twice: " + added.name());
        }
    }

    /** The class of a name; null if there is none. */
    public ElementClass find(final String className) {
        return classes.get(className);
    }

    /** All classes, by name. */
    public List<ElementClass> all() {
        return new ArrayList<>(classes.values());
    }
}
