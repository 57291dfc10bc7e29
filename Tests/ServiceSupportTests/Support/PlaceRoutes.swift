import HTTPTypes
import Hummingbird
import NIOCore
import ServiceSupport
import SystemPackage

/// A rule that calls all requests brief but those whose path begins with `/long`.
struct BriefUnlessLong: BriefRequests {
    /// Returns whether the path begins otherwise.
    func isBrief(_ head: HTTPRequest) -> Bool { head.path?.hasPrefix("/long") == false }
}

/// Routes that tell where they run (`/place`, `/written`, `/loop`), and below `/long` the same as requests that are not brief;
/// `/long/loop` blocks its thread besides.
struct PlaceRoutes {
    /// What a handler of `/long/loop` blocks its thread for: it reads an octet from here.
    let entrance: SystemPackage.FileDescriptor

    /// The bell of that handler.
    let bell: Gate

    /// Adds the routes.
    func add(to router: Router<ServiceRequestContext>) {
        for prefix in ["", "/long"] {
            router.get("\(prefix)/place") { _, context in await Self.places(on: context.channel.eventLoop) }
            router.put("\(prefix)/place") { request, context in
                for try await _ in try await request.acceptBody(context) {}
                return await Self.places(on: context.channel.eventLoop)
            }
            router.get("\(prefix)/written") { _, context in
                Response(
                    status: .ok,
                    body: ResponseBody(contentLength: 9) { writer in
                        let name = Self.name(context.channel.eventLoop)
                        try await writer.write(ByteBuffer(string: name + String(repeating: " ", count: 9 - name.count)))
                        try await writer.finish(nil)
                    }
                )
            }
        }
        router.get("/loop") { _, context in "\(ObjectIdentifier(context.channel.eventLoop))" }
        router.get("/long/loop") { _, context in
            bell.knock()
            block()
            return "\(ObjectIdentifier(context.channel.eventLoop))"
        }
    }

    /// Holds a thread until somebody writes an octet.
    private func block() {
        var octet: UInt8 = 0
        _ = unsafe withUnsafeMutableBytes(of: &octet) { buffer in try? unsafe entrance.read(into: buffer) }
    }

    /// Tells where a handler runs at its begin, in a child task, and after it has waited for another thread.
    private static func places(on eventLoop: any EventLoop) async -> String {
        let begin = name(eventLoop)
        let child = await withTaskGroup(of: String.self) { group in
            group.addTask { name(eventLoop) }
            return await group.next() ?? "none"
        }
        _ = await Task.detached { name(eventLoop) }.value
        return [begin, child, name(eventLoop)].joined(separator: " ")
    }

    private static func name(_ eventLoop: any EventLoop) -> String { eventLoop.inEventLoop ? "loop" : "elsewhere" }
}
