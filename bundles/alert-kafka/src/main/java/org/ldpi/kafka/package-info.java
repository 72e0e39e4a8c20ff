/** Alerts to a Kafka topic. */
package org.ldpi.kafka;
