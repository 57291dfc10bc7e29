import HTTPSemantics
import HTTPTypes
import Testing

struct CombinedValueTests {
    @Test func `RFC 9110 §5.2 the lines of a field are combined in their order, as the library does`() {
        var fields: HTTPFields = [.accept: "text/html", .contentType: "text/plain"]
        fields.append(HTTPField(name: .accept, value: "text/plain"))
        #expect(fields.combinedValue(of: .accept) == "text/html, text/plain")
        #expect(fields.combinedValue(of: .accept) == fields[.accept])
    }

    @Test(arguments: ["", "a", "a, b"])
    func `a field of one line has its value`(value: String) {
        let fields: HTTPFields = [.contentType: value, .contentLength: "3"]
        #expect(fields.combinedValue(of: .contentType) == value)
        #expect(fields.combinedValue(of: .contentType) == fields[.contentType])
    }

    @Test func `a field that is not there has none`() {
        let fields: HTTPFields = [.contentLength: "3"]
        #expect(fields.combinedValue(of: .contentType) == nil)
    }
}
