# Graphs: Dijkstra, topological order, union-find with Kruskal, components, Floyd and Warshall.
import heapq
from graphlib import CycleError, TopologicalSorter

EDGES = [("A", "B", 7), ("A", "D", 5), ("B", "C", 8), ("B", "D", 9), ("B", "E", 7), ("C", "E", 5), ("D", "E", 15), ("D", "F", 6), ("E", "F", 8)]
graph = {}
for a, b, w in EDGES:
    graph.setdefault(a, {})[b] = w
    graph.setdefault(b, {})[a] = w


def dijkstra(start):
    best, heap = {}, [(0, start, None)]
    while heap:
        d, node, before = heapq.heappop(heap)
        if node not in best:
            best[node] = (d, before)
            for other, w in graph[node].items():
                heapq.heappush(heap, (d + w, other, node))
    return best


def kruskal():
    parent = {n: n for n in graph}

    def find(n):
        while parent[n] != n:
            parent[n] = n = parent[parent[n]]
        return n

    for w, a, b in sorted((w, a, b) for a, b, w in EDGES):
        if find(a) != find(b):
            parent[find(a)] = find(b)
            yield a + b, w


print(dijkstra("A"), list(kruskal()), sep="\n")
nodes = sorted(graph)
far = {(a, b): 0 if a == b else graph[a].get(b, float("inf")) for a in nodes for b in nodes}
for k in nodes:
    for a in nodes:
        for b in nodes:
            far[a, b] = min(far[a, b], far[a, k] + far[k, b])
print(max(far.values()), [far["C", n] for n in nodes])
print(list(TopologicalSorter({"shoes": ["socks"], "tie": ["shirt"], "jacket": ["tie", "shoes"]}).static_order())[-1])
try:
    TopologicalSorter({"a": ["b"], "b": ["a"]}).prepare()
except CycleError as error:
    print(sorted(set(error.args[1])))
