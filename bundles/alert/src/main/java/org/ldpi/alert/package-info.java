/** Alerts: anomalies are numbered, remembered and sent to every output, each behind a bounded buffer of its own. */
package org.ldpi.alert;
