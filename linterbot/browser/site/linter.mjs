// Asks the worker, and ends it when it takes too long: the page itself never waits.

export class TookTooLong extends Error {}
export class Stopped extends Error {} // in the middle of a question, as when there is no memory left

export class Linter {
  #worker = null;
  #number = 0;
  #before = Promise.resolve();

  // Returns the answer to a question; rejects with TookTooLong after so many seconds, loading not counted, or with
  // Stopped; the next question starts the linter anew.
  ask(question, seconds) {
    const answer = this.#before.then(async () => {
      if (this.#worker === null) {
        this.#worker = new Worker("linter_worker.mjs", { type: "module" });
        await this.#sent({ do: "start" });
      }
      return this.#sent(question, seconds);
    });
    this.#before = answer.catch(() => {});
    return answer;
  }

  #sent(question, seconds) {
    const number = ++this.#number;
    const worker = this.#worker;
    return new Promise((resolve, reject) => {
      const end = (error) => {
        worker.terminate();
        this.#worker = null;
        reject(error);
      };
      const limit = seconds && setTimeout(() => end(new TookTooLong()), seconds * 1000);
      worker.onerror = (event) => end(new Error(event.message || "the linter could not be loaded"));
      worker.onmessage = ({ data }) => {
        if (data.number !== number) return;
        clearTimeout(limit);
        if (data.crash) end(new Stopped(data.crash));
        else resolve(data.answer);
      };
      worker.postMessage({ number, question });
    });
  }
}
