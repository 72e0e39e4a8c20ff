/** Alerts to a syslog server: RFC 5424 over UDP, TCP and TLS. */
package org.ldpi.alert.syslog;
