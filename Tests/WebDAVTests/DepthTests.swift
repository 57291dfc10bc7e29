import HTTPTypes
import Testing
import WebDAV

@Suite struct DepthTests {
    @Test func `RFC 4918 §10.2 the three depths are read and an absent field is the method's default`() throws {
        #expect(try Depth(parsing: "0", default: .infinity) == .zero)
        #expect(try Depth(parsing: "1", default: .infinity) == .one)
        #expect(try Depth(parsing: "Infinity", default: .zero) == .infinity)
        #expect(try Depth(parsing: nil, default: .zero) == .zero)
    }

    @Test(arguments: ["", "2", "-1", "01", "0,1", "infinite"])
    func `another depth is refused with 400`(field: String) {
        #expect(throws: WebDAVError(.badRequest, "The Depth field is neither 0 nor 1 nor infinity.")) {
            try Depth(parsing: field, default: .zero)
        }
    }
}
