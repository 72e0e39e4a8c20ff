/** The heads of alerted flows as pcap files. */
package org.ldpi.alert.pcap;
