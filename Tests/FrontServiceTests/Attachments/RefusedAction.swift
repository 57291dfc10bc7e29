import BlobModel
import BlobStoreTesting
import CalDAV
import HTTPTypes
import HummingbirdTesting
import Testing
import WebDAV

@testable import FrontService

/// One way in which a POST on an event is refused (RFC 8607 §3.11.1).
struct RefusedAction: Sendable, CustomTestStringConvertible {
    /// The managed ID of the file that the event has; a query may name it.
    static let known = "KNOWN"

    /// The case in a few words.
    let testDescription: String

    /// The query of the target.
    var query = "action=attachment-add"

    /// Fields of the request.
    var fields: [String: String] = [:]

    /// Who asks.
    var user = "alice"

    /// The event before its file was added.
    var event = RecurringEvent.text

    /// The number of octets of the body.
    var length = 5

    /// The status of the answer.
    var status = HTTPResponse.Status.forbidden

    /// The precondition in the answer; nil where none is defined for it.
    let precondition: XMLName?

    /// Changes the settings.
    var configure: @Sendable (inout FrontConfiguration) -> Void = { _ in }

    /// What becomes of the event and its surroundings before the request.
    var prepare: @Sendable (AttachmentFront) async throws -> Void = { _ in }

    /// All of them.
    static let all = ofTheFront + ofTheStorage

    /// Those that the front knows by itself, without the body.
    static let ofTheFront = queries + limits + heads + surroundings

    private static let queries = [
        RefusedAction(
            testDescription: "no action",
            query: "action=attachment-rename",
            precondition: Precondition.validAction.name
        ),
        RefusedAction(
            testDescription: "a managed ID on an addition",
            query: "action=attachment-add&managed-id=\(known)",
            precondition: Precondition.validManagedID.name
        ),
        RefusedAction(
            testDescription: "an update of nothing",
            query: "action=attachment-update",
            precondition: Precondition.validManagedID.name
        ),
        RefusedAction(
            testDescription: "an update of what the event does not have",
            query: "action=attachment-update&managed-id=other",
            precondition: Precondition.validManagedID.name
        ),
        RefusedAction(
            testDescription: "a removal of what the event does not have",
            query: "action=attachment-remove&managed-id=other",
            precondition: Precondition.validManagedID.name
        ),
        RefusedAction(
            testDescription: "rid on an update",
            query: "action=attachment-update&managed-id=\(known)&rid=M",
            precondition: Precondition.validRID.name
        ),
        RefusedAction(
            testDescription: "a malformed rid",
            query: "action=attachment-add&rid=tomorrow",
            precondition: Precondition.validRID.name
        ),
        RefusedAction(
            testDescription: "an instance outside of the series",
            query: "action=attachment-add&rid=20120221T100000",
            precondition: Precondition.validRID.name
        ),
        RefusedAction(
            testDescription: "rid where instances have no files of their own",
            query: "action=attachment-add&rid=M",
            precondition: Precondition.validRID.name,
            configure: { $0.attachments.allowsInstances = false }
        ),
        RefusedAction(
            testDescription: "a query that is none",
            query: "action=attachment-add&rid=%zz",
            status: .badRequest,
            precondition: nil
        ),
    ]

    private static let limits = [
        RefusedAction(
            testDescription: "a file that is too large",
            length: 11,
            precondition: Precondition.maxAttachmentSize.name,
            configure: { $0.attachments.maximumSize = 10 }
        ),
        RefusedAction(
            testDescription: "one file too many",
            precondition: Precondition.maxAttachmentsPerResource.name,
            configure: { $0.attachments.maximumPerResource = 1 }
        ),
        RefusedAction(
            testDescription: "an event that grows too large",
            precondition: Precondition.maxResourceSize.name,
            configure: { $0.maximumResourceSize = RecurringEvent.text.utf8.count + 300 }
        ),
        RefusedAction(
            testDescription: "the quota of files",
            status: .insufficientStorage,
            precondition: Precondition.quotaNotExceeded.name,
            configure: { $0.quotaBytes = 9 }
        ),
        RefusedAction(
            testDescription: "the quota of calendar data",
            query: "action=attachment-add&rid=20120305T100000,20120312T100000,20120319T100000",
            status: .insufficientStorage,
            precondition: Precondition.quotaNotExceeded.name,
            configure: { $0.calendarQuotaBytes = UInt64(RecurringEvent.text.utf8.count + 1_000) }
        ),
    ]

    private static let heads = [
        RefusedAction(
            testDescription: "another entity tag",
            fields: ["If-Match": "\"other\""],
            status: .preconditionFailed,
            precondition: nil
        ),
        RefusedAction(
            testDescription: "a digest that is none",
            fields: ["Content-Digest": "sha-256=x"],
            status: .badRequest,
            precondition: nil
        ),
        RefusedAction(
            testDescription: "a part of a file",
            fields: ["Content-Range": "bytes 0-4/9"],
            status: .badRequest,
            precondition: nil
        ),
        RefusedAction(
            testDescription: "a content coding",
            fields: ["Content-Encoding": "gzip"],
            status: .unsupportedMediaType,
            precondition: nil
        ),
    ]

    private static let surroundings = [
        RefusedAction(testDescription: "a stranger", user: "bob", precondition: XMLName(dav: "need-privileges")),
        RefusedAction(
            testDescription: "an attendee",
            precondition: Precondition.allowedAttendeeSchedulingObjectChange.name,
            prepare: { test in
                let data = try await test.data().replacing("\r\n ", with: "")
                let invited = data.replacing("ORGANIZER:mailto:alice", with: "ORGANIZER:mailto:bob")
                    .replacing("mailto:arnaudq", with: "mailto:alice")
                try #require(try await test.put(invited).status == .noContent)
            }
        ),
        RefusedAction(
            testDescription: "an event that is gone",
            status: .notFound,
            precondition: nil,
            prepare: { test in _ = try await test.front.send("DELETE", AttachmentFront.event) }
        ),
    ]

    /// Those that only a node knows.
    ///
    /// The storage of tests says them before it reads anything; a cluster of nodes reads a body of at most 2 MiB first, and
    /// as much of one whose length is not declared.
    static let ofTheStorage = [
        RefusedAction(
            testDescription: "a node without space",
            status: .insufficientStorage,
            precondition: Precondition.sufficientDiskSpace.name,
            prepare: { test in test.blobs.fail(with: .insufficientSpace) }
        ),
        RefusedAction(
            testDescription: "a home that was erased",
            precondition: nil,
            prepare: { test in test.blobs.fail(with: .domainErased(try await test.domain())) }
        ),
        RefusedAction(
            testDescription: "a node that is away",
            status: .serviceUnavailable,
            precondition: nil,
            prepare: { test in test.blobs.fail(with: .unavailable("no node")) }
        ),
    ]
}
