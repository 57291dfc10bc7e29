import BlobAPI
import BlobModel
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import BlobService

@Suite struct DeclaredDigestTests {
    private static let hello = "sha-256=:GF+NsyJx/iX1Yab8k4suJkMG7DBO2lGAB9F2SCY4GWk=:"
    private static let other = "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"

    private let scene: NodeScene
    private let path: String

    init() throws {
        scene = try NodeScene()
        path = InternalPath.reference(.random(), in: scene.domain)
    }

    private func send(
        _ method: HTTPRequest.Method,
        _ uri: String,
        _ digests: [String: String] = [:],
        _ body: String? = nil
    ) async throws -> TestResponse {
        var fields = scene.call
        for (name, value) in digests { fields[try #require(HTTPField.Name(name))] = value }
        return try await scene.internalApplication.test(.router) { [fields] client in
            try await client.executeRequest(
                uri: uri,
                method: method,
                headers: fields,
                body: body.map { ByteBuffer(string: $0) }
            )
        }
    }

    private func put(_ digests: [String: String], _ body: String = "Hello") async throws -> TestResponse {
        try await send(.put, path + "?limit=100", digests, body)
    }

    @Test(arguments: [
        ["Content-Digest": hello], ["Repr-Digest": hello], ["Content-Digest": hello, "Repr-Digest": hello],
        ["Content-Digest": "sha-512=:AQ==:"], ["Repr-Digest": ""],
    ])
    func `RFC 9530 §2, §3 a body that is what was declared is stored`(_ digests: [String: String]) async throws {
        #expect(try await put(digests).status == .created)
        #expect(try await put(digests).status == .ok)
    }

    @Test(arguments: ["Content-Digest", "Repr-Digest"])
    func `RFC 9530 §2, §3 another body than was declared is malformed, and nothing is stored`(
        _ field: String
    ) async throws {
        let response = try await put([field: Self.other])
        #expect(response.status == .badRequest)
        #expect(response.problem?.code == .malformed)
        #expect(response.problem?.detail?.contains("the one that \(field) declares") == true)
        #expect(try await send(.get, path).status == .notFound)
    }

    @Test func `RFC 9530 §2 a body that is not what was declared leaves the reference that was there`() async throws {
        #expect(try await put([:]).status == .created)
        #expect(try await put(["Content-Digest": Self.other]).problem?.code == .malformed)
        #expect(try await send(.get, path).status == .ok)
    }

    @Test func `RFC 9530 §2 an empty body is verified too`() async throws {
        let empty = "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:"
        #expect(try await put(["Content-Digest": Self.hello], "").problem?.code == .malformed)
        #expect(try await put(["Content-Digest": empty], "").status == .created)
    }

    @Test(arguments: ["Content-Digest", "Repr-Digest"])
    func `RFC 8941 §4.2 a digest that is malformed is 400, and nothing is stored`(_ field: String) async throws {
        let response = try await put([field: "sha-256=GF+NsyJx"])
        #expect(response.problem?.code == .malformed)
        #expect(response.problem?.detail == "The \(field) field is malformed.")
        #expect(try await send(.get, path).status == .notFound)
    }
}
