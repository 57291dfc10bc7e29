import AttachmentStore
import BlobAPI
import BlobModel
import Cryptography
import FoundationEssentials
import HTTPTypes
import HummingbirdTesting
import Testing

@testable import FrontService

/// What the front says when a node begins with an upload.
@Suite struct GrantOpeningTests {
    @Test func `the node that has the home gets leave, with the length and the digests that were declared`()
        async throws
    {
        try await GrantFront.run { front async throws in
            let digest = "sha-256=:GF+NsyJx/iX1Yab8k4suJkMG7DBO2lGAB9F2SCY4GWk=:"
            let url = try await front.granted("Hello", "action=attachment-add", ["Repr-Digest": digest])
            let told = try await front.open(url)
            #expect(told.answer == nil)
            let opening = try APICoding.decode(GrantOpening.self, from: told.body)
            #expect(opening == GrantOpening(size: 5, reprDigest: digest))
            #expect(try await front.row(url)?.state == .opened)
        }
    }

    @Test func `a grant is good once, also at the same time`() async throws {
        try await GrantFront.run { front async throws in
            let url = try await front.granted()
            let answers = try await withThrowingTaskGroup(of: GrantFront.Told.self) { group in
                for _ in 0..<8 { group.addTask { try await front.open(url) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count { $0.problem == nil } == 1)
            #expect(answers.count { $0.problem?.code == .grantSpent } == 7)
            #expect(try await front.open(url).problem?.code == .grantSpent)
        }
    }

    @Test func `another node can neither open nor complete a grant`() async throws {
        try await GrantFront.run { front async throws in
            let url = try await front.granted()
            #expect(try await front.open(url, asOther: true).problem?.code == .peerForbidden)
            #expect(try await front.row(url)?.state == .granted)
            _ = try await front.open(url)
            let completion = try await front.store("Hello", url)
            #expect(try await front.complete(url, completion, asOther: true).problem?.code == .peerForbidden)
            #expect(try await front.row(url)?.state == .opened)
            #expect(try await front.complete(url, completion).answer?.status == .created)
        }
    }

    @Test func `a grant of another digest is unknown, and so is one that nobody gave`() async throws {
        try await GrantFront.run { front async throws in
            let url = try await front.granted()
            let other = GrantQuestion(try #require(SHA256Digest(bytes: [UInt8](0..<32))), by: .random())
            #expect(try await front.open(url, other).problem?.code == .grantUnknown)
            #expect(try await front.row(url)?.state == .granted)
            let permit = UploadPermit(
                domain: url.permit.domain,
                reference: .random(),
                size: 5,
                grant: url.permit.grant
            )
            let keys = try RootKeyRing.initial().derived(for: NodeID(validating: "blob-1"))
            let unknown = SignedUpload.mint(permit, with: keys, now: Date(timeIntervalSince1970: 0))
            #expect(try await front.open(unknown).problem?.code == .grantUnknown)
        }
    }

    @Test func `a grant that has expired can not be opened`() async throws {
        try await GrantFront.run { front async throws in
            let url = try await front.granted()
            front.test.front.clock.advance(by: 600)
            #expect(try await front.open(url).problem?.code == .grantSpent)
        }
    }

    @Test func `everything is checked again before the body, and a refusal ends the grant`() async throws {
        for change in GrantedChange.all {
            try await GrantFront.run(event: change.event, configure: change.configure) { front async throws in
                let url = try await front.granted("Hello", change.query(front), change.headers(front))
                try await change.make(front)
                let told = try await front.open(url)
                #expect(told.answer?.status.code == change.status, "\(change.name)")
                #expect(told.text.contains("responsedescription"), "\(change.name)")
                #expect(try await front.row(url)?.state == .refused, "\(change.name)")
                #expect(try await front.row(url)?.opened == nil, "\(change.name)")
                #expect(try await front.open(url).problem?.code == .grantSpent, "\(change.name)")
            }
        }
    }

    @Test func `what is no question is malformed`() async throws {
        try await GrantFront.run { front async throws in
            let authorization = front.test.deployment.authorization(0)
            for (path, body) in [
                (InternalPath.opening(of: .random()), "{}"), (InternalPath.completion(of: .random()), "{}"),
                (InternalPath.abandonment(of: .random()), "{}"),
                ("/internal/v1/upload-grants/none/opening", #"{"digest":""}"#),
            ] {
                let answer = try await front.test.call(
                    .post,
                    path,
                    [.authorization: authorization],
                    body: Array(body.utf8)
                )
                #expect(answer.status == .badRequest, "\(path)")
            }
        }
    }
}
