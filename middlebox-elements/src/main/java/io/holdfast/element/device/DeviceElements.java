package io.holdfast.element.device;

import io.holdfast.element.Element;
import io.holdfast.element.ElementClass;
import io.holdfast.element.ElementClasses;
import java.util.List;
import java.util.function.Supplier;

/** The list of device elements. */
public final class DeviceElements {
    private static final String NAMES =
            "Device names are names of ports in the node's settings, or of --port NAME=DEVICE in a plain run.";

    private DeviceElements() {}

    /** Adds them under their Click names. */
    public static void register(final ElementClasses classes) {
        classes.add(ElementClass.of("FromDPDKDevice", FromDPDKDevice::new)
                .withPorts("0/1")
                .withProcessing("/h")
                .withSummary("takes the frames of a port in")
                .withDetails(NAMES)
                .withParameters(DeviceArguments.parameters(List.of(DeviceArguments.PORT), DeviceArguments.DPDK)));
        classes.add(ElementClass.of("ToDPDKDevice", ToDPDKDevice::new)
                .withPorts("1/0")
                .withSummary("sends frames out of a port")
                .withDetails(NAMES)
                .withParameters(DeviceArguments.parameters(List.of(DeviceArguments.PORT), DeviceArguments.DPDK)));
        classes.add(fromDevice("FromDevice"));
        classes.add(fromDevice("PollDevice"));
        classes.add(ElementClass.of("ToDevice", ToDevice::new)
                .withPorts("1/0")
                .withSummary("sends frames out of a port")
                .withDetails(NAMES)
                .withParameters(DeviceArguments.parameters(List.of(DeviceArguments.DEVNAME), DeviceArguments.CLICK))
                .withExample("Queue -> ToDevice(eth0)"));
        registerHost(classes);
    }

    private static ElementClass fromDevice(final String name) {
        return ElementClass.of(name, FromDevice::new)
                .withPorts("0/1-2")
                .withProcessing("/h")
                .withSummary("takes the frames of a port in")
                .withDetails(NAMES)
                .withParameters(DeviceArguments.parameters(
                        List.of(DeviceArguments.DEVNAME, FromDevice.SNIFFER, FromDevice.FORCE_IP),
                        DeviceArguments.CLICK))
                .withExample(name + "(eth0) -> Queue -> ToDevice(eth1)");
    }

    private static void registerHost(final ElementClasses classes) {
        final String hostPort =
                "The host is the port named DEVNAME.host, or host: a TAP device, say. Without one frames are dropped.";
        for (final String name : List.of("ToHost", "ToHostSniffers")) {
            classes.add(ElementClass.of(name, ToHost::new)
                    .withPorts("1/0")
                    .withSummary("gives frames to the host")
                    .withDetails(hostPort)
                    .withParameters(DeviceArguments.parameters(List.of(ToHost.DEVNAME), ToHost.IGNORED)));
        }
        for (final String name : List.of("FromHost", "FromHostSniffers")) {
            classes.add(ElementClass.of(name, FromHost::new)
                    .withPorts("0/1")
                    .withProcessing("/h")
                    .withSummary("takes frames that the host sends")
                    .withDetails(hostPort)
                    .withParameters(DeviceArguments.parameters(
                            List.of(FromHost.DEVNAME, FromHost.PREFIX), DeviceArguments.CLICK)));
        }
        classes.add(tunnel("KernelTun", () -> new KernelTun(false), "exchanges IP packets with the host"));
        classes.add(tunnel("KernelTap", () -> new KernelTun(true), "exchanges frames with the host"));
    }

    private static ElementClass tunnel(final String name, final Supplier<Element> supplier, final String summary) {
        return ElementClass.of(name, supplier)
                .withPorts("0-1/0-1")
                .withProcessing("a/h")
                .withFlow("x/y")
                .withSummary(summary)
                .withDetails("The device is the port of DEV_NAME or of the element's name, made outside.")
                .withParameters(DeviceArguments.parameters(
                        List.of(KernelTun.ADDR, KernelTun.GATEWAY, KernelTun.DEV_NAME), KernelTun.IGNORED));
    }
}
