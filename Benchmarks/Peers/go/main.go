// Plain Go: a counter for each node, a goroutine for each node that is ready, a context for each timeout.
//
// A failing agent fails nobody else. Otherwise plainer than Tutti: no deadline, no limit, no events, and a timeout for an
// agent in W1c and W6 only. GRAPHS is the folder of the graph files; the fields of the lines are in ../../README.md.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sort"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

const modulus = 1_000_000_007

type graph struct {
	Name   string    `json:"name"`
	Count  int       `json:"n"`
	Edges  int       `json:"edges"`
	Deps   [][]int   `json:"deps"`
	Sleep  []float64 `json:"sleep"`
	Fail   []int     `json:"fail"`
	Ideal  float64   `json:"ideal_s"`
	Phases float64   `json:"barrier_s"`
	Expect struct {
		Sum int `json:"sum_all"`
	} `json:"expect"`
}

// plan is what a run starts from.
type plan struct {
	graph      *graph
	dependents [][]int32
	counts     []int32
}

type line map[string]any

func fail(format string, arguments ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", arguments...)
	os.Exit(1)
}

func read(name string) *graph {
	text, err := os.ReadFile(filepath.Join(os.Getenv("GRAPHS"), name+".json"))
	read := &graph{}
	if err == nil {
		err = json.Unmarshal(text, read)
	}
	if err != nil {
		fail("GRAPHS must be the folder of the graphs: %v", err)
	}
	return read
}

func build(g *graph) *plan {
	built := &plan{g, make([][]int32, g.Count), make([]int32, g.Count)}
	for node, inputs := range g.Deps {
		built.counts[node] = int32(len(inputs))
		for _, input := range inputs {
			built.dependents[input] = append(built.dependents[input], int32(node))
		}
	}
	return built
}

// outcome is what became of an agent.
type outcome struct {
	value int
	err   error
}

func (g *graph) agent(limited context.Context, node int32, outcomes []outcome) outcome {
	if g.Sleep != nil {
		timer := time.NewTimer(time.Duration(g.Sleep[node] * 1e9))
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-limited.Done():
			return outcome{err: limited.Err()}
		}
	}
	for _, failing := range g.Fail {
		if failing == int(node) {
			return outcome{err: errors.New("this agent fails")}
		}
	}
	sum := 1
	for _, input := range g.Deps[node] {
		if outcomes[input].err != nil {
			return outcome{err: errors.New("skipped")}
		}
		sum += outcomes[input].value
	}
	return outcome{value: sum % modulus}
}

// run runs a plan; zero sets no timeout.
func (p *plan) run(timeout time.Duration) []outcome {
	outcomes := make([]outcome, p.graph.Count)
	missing := append([]int32(nil), p.counts...)
	var open sync.WaitGroup
	open.Add(p.graph.Count)
	var node func(node int32)
	node = func(index int32) {
		limited := context.Background()
		if timeout > 0 {
			var cancel context.CancelFunc
			limited, cancel = context.WithTimeout(limited, timeout)
			defer cancel()
		}
		outcomes[index] = p.graph.agent(limited, index, outcomes)
		for _, dependent := range p.dependents[index] {
			if atomic.AddInt32(&missing[dependent], -1) == 0 {
				go node(dependent)
			}
		}
		open.Done()
	}
	for index, count := range p.counts {
		if count == 0 {
			go node(int32(index))
		}
	}
	open.Wait()
	return outcomes
}

func (g *graph) check(outcomes []outcome) {
	sum := 0
	for _, outcome := range outcomes {
		if outcome.err != nil {
			fail("%s: %v", g.Name, outcome.err)
		}
		sum = (sum + outcome.value) % modulus
	}
	if sum != g.Expect.Sum {
		fail("%s: wrong sum %d", g.Name, sum)
	}
}

func processor() float64 {
	var usage syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	return float64(usage.Utime.Nano()+usage.Stime.Nano()) / 1e9
}

// memory gives MiB, 0 on systems without /proc.
func memory(key string) float64 {
	text, _ := os.ReadFile("/proc/self/status")
	for _, row := range strings.Split(string(text), "\n") {
		if fields := strings.Fields(row); len(fields) > 1 && fields[0] == key+":" {
			size, _ := strconv.ParseFloat(fields[1], 64)
			return size / 1024
		}
	}
	return 0
}

func quantile(values []float64, q float64) float64 {
	sorted := append([]float64(nil), values...)
	sort.Float64s(sorted)
	if rank := int(q * float64(len(sorted))); rank < len(sorted) {
		return sorted[rank]
	}
	return sorted[len(sorted)-1]
}

func scheduling(g *graph) line {
	g.check(build(g).run(0))
	var built, ran, used []float64
	base := memory("VmRSS")
	for len(ran) < 15 {
		runtime.GC()
		cpu, start := processor(), time.Now()
		p := build(g)
		middle := time.Now()
		values := p.run(0)
		end := time.Now()
		used = append(used, processor()-cpu)
		g.check(values)
		built, ran = append(built, middle.Sub(start).Seconds()), append(ran, end.Sub(middle).Seconds())
	}
	b, r, n := quantile(built, 0.5), quantile(ran, 0.5), float64(g.Count)
	return line{"graph": g.Name, "n": g.Count, "edges": g.Edges, "reps": len(ran), "run_us_node": r / n * 1e6,
		"build_us_node": b / n * 1e6, "total_us_node": (b + r) / n * 1e6, "run_s": r, "run_min_s": quantile(ran, 0),
		"run_max_s": quantile(ran, 1), "build_s": b, "cpu_s": quantile(used, 0.5), "peak_rss_mb": memory("VmHWM"),
		"base_rss_mb": base}
}

func inFlight(count int) line {
	g := &graph{Name: "sleep", Count: count, Deps: make([][]int, count), Sleep: make([]float64, count)}
	for node := range g.Sleep {
		g.Sleep[node] = 1
	}
	g.Expect.Sum = count % modulus
	base := memory("VmRSS")
	start := time.Now()
	p := build(g)
	built, cpu, middle := time.Since(start).Seconds(), processor(), time.Now()
	values := p.run(0)
	wall, cpu := time.Since(middle).Seconds(), processor()-cpu
	g.check(values)
	peak := memory("VmHWM")
	return line{"n": count, "wall_s": wall, "build_s": built, "cpu_s": cpu, "peak_rss_mb": peak, "base_rss_mb": base,
		"kib_per_agent": (peak - base) * 1024 / float64(count)}
}

func smallRuns(runs int) line {
	g, result := read("seed_noop"), line{}
	for _, mode := range []string{"rebuild", "reuse"} {
		p := build(g)
		g.check(p.run(0))
		latencies := make([]float64, 0, runs)
		cpu, begun := processor(), time.Now()
		for len(latencies) < runs {
			start := time.Now()
			if mode == "rebuild" {
				p = build(g)
			}
			values := p.run(0)
			latencies = append(latencies, float64(time.Since(start).Nanoseconds())/1000)
			g.check(values)
		}
		wall, used, count := time.Since(begun).Seconds(), processor()-cpu, float64(runs)
		result[mode] = line{"runs": runs, "runs_per_s": count / wall, "us_per_run": wall / count * 1e6,
			"p50_us": quantile(latencies, 0.5), "p99_us": quantile(latencies, 0.99), "cpu_us_per_run": used / count * 1e6}
	}
	return result
}

func timeouts() line {
	const count, timeout = 1000, 200 * time.Millisecond
	figures := map[string][]float64{}
	for round := 0; round < 3; round++ {
		late := make([]float64, count)
		var open sync.WaitGroup
		open.Add(count)
		cpu, begun := processor(), time.Now()
		for agent := range late {
			go func(agent int) {
				defer open.Done()
				start := time.Now()
				limited, cancel := context.WithTimeout(context.Background(), timeout)
				defer cancel()
				sleep := time.NewTimer(10 * time.Second)
				defer sleep.Stop()
				select {
				case <-sleep.C:
					fail("w6: an agent was not timed out")
				case <-limited.Done():
					if !errors.Is(limited.Err(), context.DeadlineExceeded) {
						fail("w6: %v", limited.Err())
					}
					late[agent] = float64((time.Since(start) - timeout).Nanoseconds()) / 1e6
				}
			}(agent)
		}
		open.Wait()
		for name, value := range map[string]float64{"late_p50_ms": quantile(late, 0.5), "late_p99_ms": quantile(late, 0.99),
			"late_max_ms": quantile(late, 1), "late_min_ms": quantile(late, 0), "wall_s": time.Since(begun).Seconds(),
			"cpu_s": processor() - cpu} {
			figures[name] = append(figures[name], value)
		}
	}
	result := line{"n": count, "timeout_ms": timeout.Milliseconds()}
	for name, values := range figures {
		result[name] = quantile(values, 0.5)
	}
	return result
}

func sleeping(workload string, name string) line {
	g := read(name)
	p := build(g)
	ideal, timeout := g.Ideal, time.Duration(0)
	if workload == "w1c" {
		ideal, timeout = 1, time.Second
	}
	var wall, used []float64
	for len(wall) < 3 {
		cpu, start := processor(), time.Now()
		outcomes := p.run(timeout)
		wall, used = append(wall, time.Since(start).Seconds()), append(used, processor()-cpu)
		if workload != "w1c" && workload != "w1d" {
			g.check(outcomes)
		} else if outcomes[0].err == nil || outcomes[1].value != 1 || outcomes[2].value != 1 {
			fail("%s: the first agent must fail and no other: %v", workload, outcomes)
		}
	}
	median := quantile(wall, 0.5)
	return line{"graph": name, "wall_s": median, "min_s": quantile(wall, 0), "max_s": quantile(wall, 1),
		"ideal_s": ideal, "barrier_s": g.Phases, "over_ms": (median - ideal) * 1000, "cpu_s": quantile(used, 0.5)}
}

func measure(workload string) line {
	name, detail, _ := strings.Cut(workload, ":")
	number, err := strconv.Atoi(detail)
	sleepers := map[string]string{"w1a": "seed_a", "w1b": "seed_b", "w1b4": "seed_b4", "w1c": "seed_c", "w1d": "seed_d",
		"w2": "ragged"}
	switch {
	case sleepers[name] != "":
		return sleeping(name, sleepers[name])
	case name == "w3":
		return scheduling(read(detail))
	case name == "w4" && err == nil:
		return inFlight(number)
	case name == "w5" && (err == nil || detail == ""):
		if detail == "" {
			number = 20_000
		}
		return smallRuns(number)
	case name == "w6":
		return timeouts()
	}
	fail("there is no workload '%s': w1a w1b w1b4 w1c w1d w2 w3:GRAPH w4:COUNT w5[:RUNS] w6", workload)
	return nil
}

func main() {
	for _, workload := range os.Args[1:] {
		result := measure(workload)
		result["peer"], result["version"], result["workload"] = "go", runtime.Version(), workload
		result["threads"] = runtime.GOMAXPROCS(0)
		text, err := json.Marshal(result)
		if err != nil {
			fail("%v", err)
		}
		fmt.Println(string(text))
	}
}
