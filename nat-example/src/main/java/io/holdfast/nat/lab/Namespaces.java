package io.holdfast.nat.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** The kernel's network namespaces, by way of {@code ip netns}. */
final class Namespaces {
    /** Names of the drill's namespaces: the drill's process id, then the role. */
    static final Pattern NAME = Pattern.compile("hf(\\d+)-[a-z]+");

    private Namespaces() {}

    static String nameOf(final long pid, final String role) {
        return "hf" + pid + "-" + role;
    }

    /** @return true if this process may make namespaces, and has the command for it */
    static boolean areUsable() {
        return Prerequisites.isRoot() && Prerequisites.findProgram("ip") != null;
    }

    static List<String> list() {
        return Shell.runLine("ip netns list")
                .lines()
                .map(line -> line.split(" ")[0])
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** Makes a namespace without IPv6, with its loopback interface up; all of it, or nothing. */
    static void create(final String name) {
        Shell.run("ip", "netns", "add", name);
        try {
            setUp(name);
        } catch (final LabException e) {
            delete(name);
            throw e;
        }
    }

    /** Removes a namespace, with its interfaces. Ends what still runs in it. */
    static void delete(final String name) {
        for (final String pid :
                Shell.tryRun("ip", "netns", "pids", name).output().split("\\s+")) {
            if (pid.matches("\\d+")) {
                ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
        Shell.run("ip", "netns", "del", name);
    }

    /** Like {@link #delete}, but a failure is added to the list. */
    static void tryDelete(final String name, final List<String> failures) {
        try {
            delete(name);
        } catch (final LabException e) {
            failures.add(e.getMessage());
        }
    }

    /** Runs a command, its words separated by single blanks, inside a namespace. */
    static String exec(final String name, final String line) {
        final String[] words = line.split(" ");
        final String[] command = Arrays.copyOf(new String[] {"ip", "netns", "exec", name}, 4 + words.length);
        System.arraycopy(words, 0, command, 4, words.length);
        return Shell.run(command);
    }

    /** Configures a namespace's network: {@code ip -n NAME LINE}. */
    static void ip(final String name, final String line) {
        Shell.runLine("ip -n " + name + " " + line);
    }

    /** Lays a cable: a pair of interfaces, one in each namespace, both down. */
    static void cable(final String name, final String device, final String peerName, final String peerDevice) {
        Shell.run(
                "ip",
                "link",
                "add",
                device,
                "netns",
                name,
                "type",
                "veth",
                "peer",
                "name",
                peerDevice,
                "netns",
                peerName);
    }

    private static void setUp(final String name) {
        if (Files.exists(Path.of("/proc/sys/net/ipv6"))) {
            exec(name, "sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1");
        }
        Shell.run("ip", "-n", name, "link", "set", "lo", "up");
    }
}
