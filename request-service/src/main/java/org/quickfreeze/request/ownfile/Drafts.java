package org.quickfreeze.request.ownfile;

import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.idempotency.IdempotencyKeys.Answer;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.backbone.problem.Problems;
import org.quickfreeze.backbone.quarkus.Etags;
import org.quickfreeze.backbone.sealing.KeyVault;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.request.lifecycle.adapter.SignedCommand;
import org.quickfreeze.request.lifecycle.adapter.Submissions;
import org.quickfreeze.request.lifecycle.application.SignedAct;
import org.quickfreeze.request.ownfile.DraftResource.DraftContent;
import org.quickfreeze.request.ownfile.DraftResource.DraftView;
import org.quickfreeze.request.ownfile.DraftRows.DraftRow;
import org.quickfreeze.request.ownfile.domain.OwnFile;
import org.quickfreeze.request.ownfile.domain.OwnFileLifecycle;
import org.quickfreeze.request.ownfile.domain.OwnStep;

/** What an authority does with its drafts; row-level security hides everybody else's. */
@Singleton
final class Drafts {
  private static final int MOST = 200;

  private final Transactions transactions;
  private final OwnFiles files;
  private final Submissions submissions;
  private final KeyVault vault;
  private final DomainClock clock;

  Drafts(
      Transactions transactions,
      OwnFiles files,
      Submissions submissions,
      KeyVault vault,
      DomainClock clock) {
    this.transactions = transactions;
    this.files = files;
    this.submissions = submissions;
    this.vault = vault;
    this.clock = clock;
  }

  Answer create(Tx tx, DraftContent content, Caller caller) throws SQLException {
    OwnFile file = files.create(tx, UUID.randomUUID(), caller);
    DraftRows.insert(tx, vault, file, Wire.bytes(content), clock.now());
    return answer(201, file);
  }

  List<DraftView> page(Caller caller) {
    return transactions.<List<DraftView>, RuntimeException>inTransaction(
        caller.scope(),
        tx -> {
          List<DraftView> views = new ArrayList<>();
          for (DraftRow row : DraftRows.page(tx, MOST)) {
            views.add(view(row, null));
          }
          return views;
        });
  }

  DraftView read(UUID id, Caller caller) {
    DraftRow row =
        found(
            transactions.<Optional<DraftRow>, RuntimeException>inTransaction(
                caller.scope(), tx -> DraftRows.read(tx, id)));
    byte[] content = DraftRows.content(vault, row);
    return view(row, content == null ? null : parsed(content));
  }

  Answer change(UUID id, long version, DraftContent content, Caller caller) {
    return transactions.<Answer, RuntimeException>inTransaction(
        caller.scope(),
        tx -> {
          DraftRow before = found(DraftRows.lock(tx, id));
          OwnFile after = files.step(tx, before.file(), new OwnStep.Edit(version), caller);
          DraftRows.rewrite(tx, vault, before, after, Wire.bytes(content), clock.now());
          return answer(200, after);
        });
  }

  void discard(UUID id, long version, Caller caller) {
    transactions.<OwnFile, RuntimeException>inTransaction(
        caller.scope(),
        tx -> {
          DraftRow before = found(DraftRows.lock(tx, id));
          OwnFile after = files.step(tx, before.file(), new OwnStep.Discard(version), caller);
          DraftRows.delete(tx, id);
          return after;
        });
  }

  /** Ends the draft and submits its request, or does neither. */
  Answer submit(Tx tx, UUID id, long version, SignedCommand command, Caller caller)
      throws SQLException {
    SignedAct signed = submissions.checked(command, caller);
    DraftRow before = found(DraftRows.lock(tx, id));
    OwnStep step = new OwnStep.Submit(version, signed.act().request());
    if (files.step(tx, before.file(), step, caller) instanceof OwnFile.Submitted after) {
      DraftRows.submitted(tx, after, clock.now());
    }
    return submissions.submit(tx, signed, command, caller);
  }

  private static DraftView view(DraftRow row, @Nullable DraftContent content) {
    OwnFile file = row.file();
    return new DraftView(
        file.id(),
        OwnFileLifecycle.name(file),
        file.version(),
        row.changedAt(),
        file instanceof OwnFile.Submitted submitted ? submitted.request() : null,
        content);
  }

  private static DraftContent parsed(byte[] content) {
    try {
      return Wire.read(content, DraftContent.class);
    } catch (Wire.Unreadable e) {
      throw new IllegalStateException("a stored draft cannot be read", e);
    }
  }

  private static Answer answer(int status, OwnFile file) {
    return new Answer(status, "/drafts/" + file.id(), Etags.of(file.version()));
  }

  private static <T> T found(Optional<T> row) {
    return row.orElseThrow(() -> Problems.notFound().asException());
  }
}
