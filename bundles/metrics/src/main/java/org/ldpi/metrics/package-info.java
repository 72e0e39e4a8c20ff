/** Counters and states of everything, for Prometheus and JMX. */
package org.ldpi.metrics;
