/**
 * Capture files and as much of packets as labels need. Deliberately not the product's own capture and flow bundles: the
 * labels those are measured with must not share their mistakes, and the netfilter log is a link type no sensor meets.
 */
package org.ldpi.lab.pcap;
