/**
 * Benchmarks of the packet path by JMH: {@code ./ldpi bench jmh}. Their traffic is the sample's test day, or made by them.
 */
package org.ldpi.benchmark;
