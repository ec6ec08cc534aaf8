package io.holdfast.element.control;

import io.holdfast.element.ElementClass;
import io.holdfast.element.ElementClasses;
import io.holdfast.element.Parameter;

/** The list of elements that packets do not pass. */
public final class DriverElements {
    private DriverElements() {}

    /** Adds them under their Click names. */
    public static void register(final ElementClasses classes) {
        classes.add(ElementClass.of("AddressInfo", AddressInfo::new)
                .withPorts("0/0")
                .withSummary("gives names to addresses")
                .withParameters(Parameter.rest(
                        "NAME ADDRS", "a name, and the IP address, IP prefix and Ethernet address that it stands for"))
                .withDetails("""
                        A name holds in the compound of the AddressInfo and in those below. What is wanted chooses which \
                        of its addresses is meant; NAME:ip, NAME:ipnet, NAME:eth, NAME:bcast and NAME:gw choose it by hand.""")
                .withExample("AddressInfo(inside 10.0.0.1/24 02:00:00:00:00:01); ARPResponder(inside)"));
        classes.add(ElementClass.of("PortInfo", PortInfo::new)
                .withPorts("0/0")
                .withSummary("gives names to TCP and UDP ports")
                .withParameters(Parameter.rest("NAME PORT", "a name, and the port that it stands for"))
                .withExample("PortInfo(game 27015/udp)"));
        registerScripts(classes);
        classes.add(ElementClass.of("ControlSocket", ControlSocket::new)
                .withPorts("0/0")
                .withSummary("lets other programs read and write handlers")
                .withParameters(
                        ControlSocket.TYPE,
                        ControlSocket.ADDRESS,
                        ControlSocket.READONLY,
                        ControlSocket.VERBOSE,
                        ControlSocket.LOCALHOST,
                        ControlSocket.RETRIES,
                        ControlSocket.RETRY_WARNINGS,
                        ControlSocket.PROXY)
                .withDetails("""
                        Speaks the text protocol Click::ControlSocket/1.3: READ, READDATA, READUNTIL, WRITE, WRITEDATA, \
                        WRITEUNTIL, CHECKREAD, CHECKWRITE, QUIT. A run opens it; a node of a group, which has \
                        controls of its own, does not.""")
                .withExample("ControlSocket(TCP, 7777, LOCALHOST true)")
                .withExample("ControlSocket(UNIX, /tmp/graph.socket)"));
        classes.add(ElementClass.of("ScheduleInfo", ScheduleInfo::forTickets)
                .withPorts("0/0")
                .withSummary("names elements with scheduling parameters, which are only checked")
                .withParameters(Parameter.rest("ELEMENT PARAM", "an element and its relative share")));
        classes.add(ElementClass.of("StaticThreadSched", ScheduleInfo::forThreads)
                .withPorts("0/0")
                .withSummary("names elements with threads, which are only checked")
                .withParameters(Parameter.rest("ELEMENT THREAD", "an element and its thread")));
    }

    private static void registerScripts(final ElementClasses classes) {
        classes.add(ElementClass.of("Script", Script::ofAnyType)
                .withPorts("-/-")
                .withProcessing("ah/ah")
                .withFlow("x/y")
                .withSummary("runs a program of handler calls")
                .withParameters(Script.TYPE, Script.INSTRUCTIONS)
                .withDetails("""
                        Instructions: set VAR TEXT, init VAR TEXT, print [>FILE] TEXT|HANDLER, printn, read HANDLER, \
                        write HANDLER VALUE, save HANDLER FILE, append HANDLER FILE, pause [N] (until the step handler \
                        was written N times), wait TIME, label L, goto L [CONDITION], loop, exit, end, stop, \
                        return VALUE, error TEXT. setq, initq, printq, readq, writeq, returnq and errorq remove a layer \
                        of quotes. $x is a variable, $(HANDLER ARGUMENTS) a handler's value; a handler without an \
                        element is the script's own. $? is 0 if the last write went well. In a run with arguments, \
                        $args are these, $1 the first, $# their number.

                        Variables may need 16368 bytes. Signal scripts are not supported.""")
                .withExample("Script(set x 0, label again, print $x, set x $(add $x 1), goto again $(lt $x 5), stop)")
                .withExample("sum :: Script(TYPE PASSIVE, return $(add $(a.count) $(b.count)))"));
        classes.add(ElementClass.of("DriverManager", Script::forDriver)
                .withPorts("-/-")
                .withProcessing("ah/ah")
                .withFlow("x/y")
                .withSummary("runs a program of handler calls that decides when the driver stops")
                .withParameters(Script.TYPE, Script.INSTRUCTIONS)
                .withDetails("""
                        A Script of type DRIVER. pause (or wait_stop) waits until the driver would stop; the driver \
                        stops at the end of the program.""")
                .withExample("DriverManager(pause, print >counts.txt c.count, stop)"));
    }
}
