"""How well pages that do not exist are told from real ones on hosts that answer 200 for everything.

Run: `python -m benchmarks.soft404 [--hosts N] [--seed N]` at the top of a checkout, in an environment with what the tests
need. The corpus is that of tests/web/soft404.py; nothing is sent anywhere.
"""

import argparse
from collections import Counter

from tests.web.soft404 import judged, score, wrong


def main() -> None:
    """Print precision, recall and requests for each way of looking, and what was judged wrongly, by style."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hosts", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    for look in ("pages", "neighbours"):
        results = list(judged(given.hosts, given.seed, look))
        found = score(results)
        print(f"{look}: precision {found.precision:.4f}, recall {found.recall:.4f}, {found.requests:.2f} requests an address")
        counts = Counter(
            (result.style, "a real page suspected" if result.exists else "a soft 404 missed") for result in wrong(results)
        )
        for (style, what), count in sorted(counts.items()):
            print(f"  {style}: {what}, {count} times")


if __name__ == "__main__":
    main()
