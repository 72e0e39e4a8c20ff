/** Programs that serve in the lab, by kind of traffic: how each is configured and started. */
package org.ldpi.lab.server;
