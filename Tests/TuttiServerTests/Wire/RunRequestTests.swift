import Testing
import TuttiAgents
import TuttiServer

@Suite struct RunRequestTests {
    @Test func `a run is a question, for whom, and until when`() throws {
        let body = #"{"input":"Q","background":"B","model":"m","deadline_ms":250,"more":[]}"#
        let request = try RunRequest(parsing: Array(body.utf8))
        #expect(request.question == Question("Q", background: "B"))
        #expect(request.model == "m")
        #expect(request.deadline == .milliseconds(250))
    }

    @Test(arguments: [
        ("{}", "input"), (#"{"input":" "}"#, "input"), (#"{"input":7}"#, "input"),
        (#"{"input":"Q","deadline_ms":0}"#, "deadline_ms"), (#"{"input":"Q","deadline_ms":3600001}"#, "deadline_ms"),
        (#"{"input":"Q","model":[]}"#, "model"),
    ])
    func `what is wrong is refused by the name of the member`(body: String, parameter: String) {
        let error = #expect(throws: APIError.self) { try RunRequest(parsing: Array(body.utf8)) }
        #expect(error?.status == 400)
        #expect(error?.parameter == parameter)
    }

    @Test(arguments: [(nil, nil), ("1", .milliseconds(1)), ("3600000", .seconds(3_600))] as [(String?, Duration?)])
    func `a header gives the deadline in milliseconds`(header: String?, deadline: Duration?) throws {
        #expect(try RequestDeadline.parse(header: header) == deadline)
    }

    @Test(arguments: ["", "0", "-5", "1.5", "3600001", "99999999999999999999", "soon", "1, 2"])
    func `a deadline that is no number of the range is refused`(header: String) {
        #expect(throws: APIError.self) { try RequestDeadline.parse(header: header) }
    }

    @Test(arguments: [(nil, 0), ("", 0), ("17", 17)] as [(String?, Int)])
    func `a reader goes on behind the event that it had`(header: String?, sequence: Int) throws {
        #expect(try ServerSentEvent.lastEventID(header) == sequence)
        #expect(throws: APIError.self) { try ServerSentEvent.lastEventID("-1") }
        #expect(throws: APIError.self) { try ServerSentEvent.lastEventID("x") }
    }
}
