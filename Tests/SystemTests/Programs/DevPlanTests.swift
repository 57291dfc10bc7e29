import ArgumentParser
import ServiceSupport
import SystemPackage
import Testing

@testable import attache

/// What `attache dev` derives from its options.
struct DevPlanTests {
    @Test func `ports follow the first ones`() throws {
        let plan = try DevOptions.parse(["--nodes", "3"]).plan()
        #expect(plan.frontURL == "http://127.0.0.1:8080")
        #expect(plan.internalFrontURL == "http://127.0.0.1:9080")
        #expect(plan.nodes.map(\.name) == ["blob-1", "blob-2", "blob-3"])
        #expect(plan.nodes.map(\.publicPort) == [8081, 8082, 8083])
        #expect(plan.nodes.map(\.internalPort) == [9081, 9082, 9083])
    }

    @Test func `the defaults are one node with four shards and no numbered users`() throws {
        let plan = try DevOptions.parse([]).plan()
        #expect(plan.shape == DevShape(nodes: 1, shards: 4))
        #expect(plan.demoUsers == 0)
        #expect(plan.files.data == ".attache")
    }

    @Test(arguments: [
        ["--front-port", "8081"], ["--blob-port", "9080"], ["--internal-port", "8079", "--blob-port", "8080"],
    ])
    func `two listeners at one port are refused`(arguments: [String]) {
        #expect(throws: (any Error).self) { try DevOptions.parse(arguments) }
    }

    @Test(arguments: [
        ["--nodes", "0"], ["--nodes", "17"], ["--shards", "0"], ["--shards", "65"], ["--demo-users", "-1"],
        ["--demo-users", "1001"], ["--front-port", "0"], ["--blob-port", "65535", "--nodes", "2"],
        ["--internal-port", "65535"],
    ])
    func `numbers outside their ranges are refused`(arguments: [String]) {
        #expect(throws: (any Error).self) { try DevOptions.parse(arguments) }
    }

    @Test func `what the options decide wins over the environment, and the rest can be set`() async throws {
        let plan = try DevOptions.parse(["--data", "here"]).plan()
        let settings = try await DevSettings(plan: plan, file: nil).load(
            environment: [
                "ATTACHE_FRONT_LISTEN": "0.0.0.0:1", "ATTACHE_DATABASE_URL": "sqlite:elsewhere",
                "ATTACHE_ATTACHMENTS_SERVER_URL": "none",
            ]
        )
        #expect(try settings.listenAddress("front.listen")?.description == "127.0.0.1:8080")
        #expect(try settings.string("database-url") == "sqlite:here/metadata.sqlite")
        #expect(try settings.string("attachments.server-url") == "none")
        #expect(try settings.string("public-url") == "http://127.0.0.1:8080")
    }

    @Test func `the first node is the server for attachments unless set`() async throws {
        let plan = try DevOptions.parse([]).plan()
        let settings = try await DevSettings(plan: plan, file: nil).load(environment: [:])
        #expect(try settings.string("attachments.server-url") == "http://127.0.0.1:8081")
    }
}
