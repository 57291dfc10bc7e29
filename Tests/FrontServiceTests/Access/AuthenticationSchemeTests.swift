import Testing

@testable import FrontService

@Suite struct AuthenticationSchemeTests {
    @Test(arguments: [
        ("Basic YTpi", AuthenticationScheme.basic), ("bAsIc YTpi", .basic), ("Basic", .basic),
        ("Bearer abc", .bearer("abc")), ("BEARER   abc", .bearer("abc")), ("Bearer", .other), ("Bearer ", .other),
        ("Digest username=x", .other), ("", .other), ("BearerX abc", .other),
    ])
    func `RFC 9110 §11.1 the scheme is found whatever its case`(fieldValue: String, scheme: AuthenticationScheme) {
        #expect(AuthenticationScheme(of: fieldValue) == scheme)
    }
}
