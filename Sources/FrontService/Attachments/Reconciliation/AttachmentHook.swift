import CalendarStore
import AttachmentStore
import BlobModel
import ManagedAttachments
package import SQLDatabase
import WebDAV

/// Keeps managed attachments right in every PUT and DELETE of calendar object resources (RFC 8607 §3.7, §3.9).
package struct AttachmentHook: ObjectWriteHook {
    private let dependencies: FrontDependencies
    private let releaser: ReferenceReleaser

    /// Makes the hook.
    ///
    /// - Parameters:
    ///   - dependencies: What all handlers work with.
    ///   - releaser: Releases copies of bytes that came to nothing.
    package init(dependencies: FrontDependencies, releaser: ReferenceReleaser) {
        self.dependencies = dependencies
        self.releaser = releaser
    }

    /// Looks at what the data mentions, copies bytes that are in another home only, and stores those of files that stand in
    /// the data.
    ///
    /// - Throws: `WebDAVError` for data that cannot be stored, or where the copies exceed the quota; `SQLError`. What was
    ///   stored is released then.
    package func begin(_ write: ObjectWrite) async throws -> any ObjectWriteParticipant {
        let reconciler = AttachmentReconciler(dependencies, write)
        let preparation = try await reconciler.prepare()
        let copier = AttachmentCopier(blobs: dependencies.blobs, releaser: releaser)
        let copies = try await copier.copy(preparation.sources, into: reconciler.domain)
        do {
            let intake = InlineIntake(dependencies, write, releaser: releaser)
            let arrivals = try await intake.take(besides: preparation.octets)
            return AttachmentParticipant(
                reconciler: reconciler,
                copies: copies,
                arrivals: arrivals,
                check: dependencies.arrivals,
                releaser: releaser
            )
        } catch {
            for copy in copies.values { releaser.release(copy.reference, in: reconciler.domain) }
            throw error
        }
    }

    /// Drops the links of an object that was deleted; the last link gone makes an attachment removed.
    package func objectWasDeleted(_ deletion: ObjectDeletion, in txn: any SQLTransaction) throws {
        let object = deletion.object
        try dependencies.attachments.unlinkAll(
            from: LinkedPlace(
                object: LinkedObjectID(object.id.text),
                place: object.calendar.text,
                instances: InstanceSelection.all.storedText
            ),
            terms: RemovalTerms(now: deletion.now, dependencies.configuration),
            in: txn
        )
    }
}
