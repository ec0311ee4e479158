package org.quickfreeze.gateway.channel;

import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.quickfreeze.backbone.log.Fact;
import org.quickfreeze.gateway.channel.ChannelNotes.Noted;

/**
 * Brings the broker to what is wanted. Rights are taken away before new ones are given, and a
 * provider whose channel cannot be set holds up none of the others.
 */
final class Reconciling {
  private static final Logger LOG = Logger.getLogger(Reconciling.class.getName());

  private final ChannelNotes notes;
  private final ChannelAdmin admin;

  Reconciling(ChannelNotes notes, ChannelAdmin admin) {
    this.notes = notes;
    this.admin = admin;
  }

  /**
   * @param wanted client by provider id
   * @return whether all of it is as wanted now
   */
  boolean reconcile(Map<String, String> wanted) {
    boolean whole = true;
    for (Map.Entry<String, Noted> noted : notes.all().entrySet()) {
      String provider = noted.getKey();
      String client = noted.getValue().client();
      // What was begun and is not wanted any more may stand in part: it is closed like the rest.
      if (!client.equals(wanted.get(provider))) {
        whole &= done(() -> close(provider, client));
      }
    }
    Map<String, Noted> left = notes.all();
    for (Map.Entry<String, String> channel : wanted.entrySet()) {
      String provider = channel.getKey();
      Noted noted = left.get(provider);
      boolean mine = noted == null || noted.client().equals(channel.getValue());
      if (mine && (noted == null || !noted.open())) {
        whole &= done(() -> open(provider, channel.getValue()));
      }
    }
    return whole;
  }

  private void open(String provider, String client) {
    notes.note(provider, client, false);
    admin.open(provider, client);
    notes.note(provider, client, true);
  }

  private void close(String provider, String client) {
    admin.close(provider, client);
    notes.strike(provider, client);
  }

  private static boolean done(Runnable change) {
    try {
      change.run();
      return true;
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "a channel could not be set", Fact.error(e));
      return false;
    }
  }
}
