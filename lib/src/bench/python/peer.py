"""The peer's process: reads requests from standard input and answers on standard output, one JSON object a line."""

import importlib
import json
import os
import sys

TASKS = {
    "training": "peer_training",
    "rewardtrainer": "peer_trl",
    "scoring": "peer_scoring",
    "loading": "peer_loading",
    "growth": "peer_growth",
    "generation": "peer_generation",
}


def main():
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever a library prints must not stand between the answers
    settings = json.loads(sys.stdin.readline())
    task = importlib.import_module(TASKS[settings["task"]]).Task(settings)
    print(json.dumps(task.versions()), file=answers, flush=True)
    for line in sys.stdin:
        print(json.dumps(task.answer(json.loads(line))), file=answers, flush=True)


if __name__ == "__main__":
    main()
