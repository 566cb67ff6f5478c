// Puts a streamed answer together: what several attempts say never mixes. The same rules as `AnswerStream` of the server.
// Pure: nothing here touches the page.

const key = (event) => JSON.stringify([event.agent, event.attempt]);

export function newAnswer() {
  return { text: "", speaker: null, agent: null, isBroken: false, said: new Map() };
}

/// Takes one event into account; whether what is shown has changed.
export function hearAnswer(answer, event) {
  switch (event.event) {
    case "answerDelta":
      return spoke(answer, key(event), event);
    case "attemptFailed":
      return broke(answer, key(event));
    case "agentFailed":
    case "agentTimedOut":
      return ended(answer, event.agent);
    case "agentSucceeded":
      return succeeded(answer, event);
    default:
      return false;
  }
}

function spoke(answer, speaker, event) {
  const said = answer.said.get(speaker) ?? { agent: event.agent, attempt: event.attempt, text: "" };
  said.text += event.text;
  answer.said.set(speaker, said);
  if (answer.speaker === null) {
    answer.speaker = speaker;
    answer.agent = event.agent;
    answer.text += event.text;
    return true;
  }
  if (answer.speaker === speaker) {
    if (!answer.isBroken) answer.text += event.text;
    return !answer.isBroken;
  }
  return answer.isBroken ? turn(answer, speaker) : false;
}

function turn(answer, speaker) {
  const said = answer.said.get(speaker);
  answer.speaker = speaker;
  answer.agent = said?.agent ?? answer.agent;
  answer.isBroken = false;
  answer.text = said?.text ?? "";
  return true;
}

function broke(answer, speaker) {
  answer.said.delete(speaker);
  if (answer.speaker !== speaker) return false;
  answer.isBroken = true;
  const others = [...answer.said.entries()].sort(
    ([, a], [, b]) => (a.agent < b.agent ? -1 : a.agent > b.agent ? 1 : a.attempt - b.attempt),
  );
  return others.length > 0 ? turn(answer, others[0][0]) : false;
}

function ended(answer, agent) {
  for (const [speaker, said] of answer.said) {
    if (said.agent === agent && speaker !== answer.speaker) answer.said.delete(speaker);
  }
  return answer.speaker !== null && answer.agent === agent ? broke(answer, answer.speaker) : false;
}

function succeeded(answer, event) {
  if (answer.speaker === null || answer.agent !== event.agent) return false;
  const winner = key(event);
  const said = answer.said.get(winner);
  if (said === undefined || (event.fallback && said.text !== event.output)) return false;
  return answer.speaker === winner && !answer.isBroken ? false : turn(answer, winner);
}
