import AttachmentStore
import BlobAPI
import BlobModel
import BlobStoreTesting
import FoundationEssentials
import HTTPTypes
import HummingbirdTesting
import ServiceSupport
import Testing

@testable import FrontService

/// What the front says to an attempt that asks again, and to one that tells that nothing comes of its upload.
@Suite struct GrantAttemptTests {
    @Test func `the attempt that opened a grant is given leave again, and no other one is`() async throws {
        try await GrantFront.run { front async throws in
            let (url, attempt) = (try await front.granted(), UploadAttemptID.random())
            let first = try await front.open(url, by: attempt)
            let opened = try await front.row(url)?.opened
            front.test.front.clock.advance(by: 1)
            let second = try await front.open(url, by: attempt)
            #expect(second.status == .ok && second.answer == nil)
            #expect(second.body == first.body)
            #expect(try await front.row(url)?.opened == opened)
            #expect(try await front.open(url).problem?.code == .grantSpent)
        }
    }

    @Test func `calls of one attempt at the same time are all given leave`() async throws {
        try await GrantFront.run { front async throws in
            let (url, attempt) = (try await front.granted(), UploadAttemptID.random())
            let answers = try await withThrowingTaskGroup(of: GrantFront.Told.self) { group in
                for _ in 0..<6 { group.addTask { try await front.open(url, by: attempt) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.allSatisfy { $0.status == .ok && $0.answer == nil })
            #expect(try await front.open(url).problem?.code == .grantSpent)
        }
    }

    @Test(arguments: [false, true])
    func `an opening whose outcome is unknown is given leave when its attempt asks again`(
        _ isRolledBack: Bool
    ) async throws {
        let doubt = Doubt(isRolledBack: isRolledBack)
        try await GrantFront.run(database: { DoubtfulDatabase(base: $0, doubt: doubt) }) { front async throws in
            let (url, attempt) = (try await front.granted(), UploadAttemptID.random())
            doubt.arm()
            #expect(try await front.open(url, by: attempt).problem?.code == .unavailable)
            let again = try await front.open(url, by: attempt)
            #expect(again.status == .ok && again.answer == nil)
            #expect(try await front.open(url).problem?.code == .grantSpent)
            #expect(try await front.complete(url, try await front.store("Hello", url)).answer?.status == .created)
        }
    }

    @Test func `an attempt that asks again finds everything checked again`() async throws {
        try await GrantFront.run { front async throws in
            let (url, attempt) = (try await front.granted(), UploadAttemptID.random())
            _ = try await front.open(url, by: attempt)
            _ = try await front.test.front.send("DELETE", AttachmentFront.event)
            #expect(try await front.open(url, by: attempt).answer?.status == .notFound)
            #expect(try await front.row(url)?.state == .refused)
            #expect(try await front.open(url, by: attempt).problem?.code == .grantSpent)
        }
    }

    @Test func `an attempt whose upload is completed is given no leave again`() async throws {
        try await GrantFront.run { front async throws in
            let (url, attempt) = (try await front.granted(), UploadAttemptID.random())
            _ = try await front.open(url, by: attempt)
            _ = try await front.complete(url, try await front.store("Hello", url))
            #expect(try await front.open(url, by: attempt).problem?.code == .grantSpent)
        }
    }

    @Test func `an upload of which nothing comes ends its grant at once, and its reference is released`() async throws {
        try await GrantFront.run { front async throws in
            let (url, attempt) = (try await front.granted(), UploadAttemptID.random())
            _ = try await front.open(url, by: attempt)
            let completion = try await front.store("Hello", url)
            for _ in 0..<2 { #expect(try await front.abandon(url, by: attempt).status == .noContent) }
            let row = try await front.row(url)
            #expect(row?.state == .givenUp && row?.octets == [0] && row?.answer == nil)
            #expect(try await front.open(url, by: attempt).problem?.code == .grantSpent)
            #expect(try await front.complete(url, completion).problem?.code == .grantSpent)
            try await front.test.settle()
            #expect(try await front.test.references().isEmpty)
            #expect(try await front.test.attachments().map(\.count) == [0])
        }
    }

    @Test func `an attempt ends no upload but its own, and no grant that nobody opened`() async throws {
        try await GrantFront.run { front async throws in
            let (url, attempt) = (try await front.granted(), UploadAttemptID.random())
            #expect(try await front.abandon(url, by: attempt).status == .noContent)
            #expect(try await front.row(url)?.state == .granted)
            _ = try await front.open(url, by: attempt)
            #expect(try await front.abandon(url, by: .random()).status == .noContent)
            #expect(try await front.abandon(url, by: attempt, asOther: true).problem?.code == .peerForbidden)
            #expect(try await front.row(url)?.state == .opened)
            #expect(try await front.complete(url, try await front.store("Hello", url)).answer?.status == .created)
            #expect(try await front.abandon(url, by: attempt).status == .noContent)
            #expect(try await front.row(url)?.state == .completed)
            try await front.test.settle()
            #expect(try await front.test.attachments().map(\.count) == [1])
            #expect(try await front.test.references() == [url.permit.reference])
        }
    }

    @Test func `an upload goes on by the word of its own node and attempt alone`() async throws {
        try await GrantFront.run { front async throws in
            let (url, attempt) = (try await front.granted(), UploadAttemptID.random())
            #expect(try await front.renew(url, by: attempt).problem?.code == .grantSpent)
            _ = try await front.open(url, by: attempt)
            let opened = try await front.row(url)?.opened
            front.test.front.clock.advance(by: 1)
            #expect(try await front.renew(url, by: .random()).problem?.code == .grantSpent)
            #expect(try await front.renew(url, by: attempt, asOther: true).problem?.code == .peerForbidden)
            #expect(try await front.row(url)?.opened == opened)
            #expect(try await front.renew(url, by: attempt).status == .noContent)
            #expect(try await front.row(url)?.opened == opened?.addingTimeInterval(1))
            // The attempt is known still, and ends its upload.
            #expect(try await front.abandon(url, by: attempt).status == .noContent)
            #expect(try await front.row(url)?.state == .givenUp)
        }
    }

    @Test func `an upload that is given up makes room for another one at once`() async throws {
        try await GrantFront.run { front async throws in
            var opened: [(SignedUpload, UploadAttemptID)] = []
            for _ in 0..<UploadGrantMinter.openLimit {
                let (url, attempt) = (try await front.granted(), UploadAttemptID.random())
                _ = try await front.open(url, by: attempt)
                opened.append((url, attempt))
            }
            #expect(try await front.post().status == .created)
            _ = try await front.abandon(opened[0].0, by: opened[0].1)
            #expect(try await front.post().status == .temporaryRedirect)
        }
    }

    @Test(arguments: [nil, 30_000] as [UInt32?])
    func `RFC 8607 §3.11.7 the node learns how often a client hears that its upload is worked on`(
        _ milliseconds: UInt32?
    ) async throws {
        let notice = milliseconds.map { ProcessingNotice(every: .milliseconds($0)) }
        try await GrantFront.run(configure: { $0.attachments.processing = notice }) { front async throws in
            let told = try await front.open(try await front.granted())
            let opening = try APICoding.decode(GrantOpening.self, from: told.body)
            #expect(opening.processingMilliseconds == milliseconds)
        }
    }
}
