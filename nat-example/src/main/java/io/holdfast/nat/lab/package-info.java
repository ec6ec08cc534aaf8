/**
 * The laboratory: a small network on this machine, two nodes in the middle of it, a client and a server at its ends.
 *
 * <pre>
 *                        +-- lan - node a - wan --+
 *   client -- LAN switch +       sync |           + WAN switch -- server
 *   10.77.0.10           +-- lan - node b - wan --+               198.51.100.10
 * </pre>
 *
 * <p>There are two kinds. {@link io.holdfast.nat.lab.NamespaceLab} is made of the kernel's network namespaces and needs
 * root; {@link io.holdfast.nat.lab.EmbeddedLab} is made of memory ports and a switch inside this process, and needs
 * nothing.
 */
package io.holdfast.nat.lab;
