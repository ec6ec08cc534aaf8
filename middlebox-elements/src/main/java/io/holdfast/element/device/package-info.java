/**
 * Where frames enter and leave the graph.
 *
 * <p>Device names in configurations are names of ports in the node's settings (or of {@code --port NAME=DEVICE} in a plain
 * run): so a configuration written for {@code eth0} runs over any kind of port. What Click's kernel driver gives to the
 * host's network stack goes to a port, too, if there is one for it ({@link io.holdfast.element.device.HostPorts}).
 */
package io.holdfast.element.device;
