// Package mends has faults of a kind that the readers' packages do not have.
package mends

import (
	"context"
	"crypto/tls"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"regexp"
)

func listens(port string) error {
	return http.ListenAndServe(":"+port, nil)
}

func listensTLS(h http.Handler) {
	log.Fatal(http.ListenAndServeTLS(":443", "cert.pem", "key.pem", h))
}

func returnsReceived(r *http.Request, ch chan string) (string, error) {
	return <-ch, nil
}

func returnsOne(r *http.Request, ch chan []byte) []byte {
	return <-ch
}

func dials(r *http.Request, host string) (net.Conn, error) {
	return net.Dial("tcp", host+":80")
}

func gets(r *http.Request, path string) (int, error) {
	resp, err := http.Get("http://stock/" + path)
	if err != nil {
		return 0, fmt.Errorf("stock: %w", err)
	}
	defer resp.Body.Close()
	return resp.StatusCode, nil
}

func heads(r *http.Request, client *http.Client) int {
	resp, err := client.Head("http://stock/")
	if err != nil {
		return 0
	}
	code := resp.StatusCode
	resp.Body.Close()
	return code
}

type pair struct{ left, right int }

func manyResults(r *http.Request, ch chan pair) (pair, map[string]int, os.FileMode, [2]int, error) {
	p := <-ch // what the others wait for
	if p.left == 0 {
		return pair{}, nil, 0, [2]int{}, nil
	}
	return p, nil, 0, [2]int{1}, nil
}

func loopReceives(r *http.Request, ch chan pair) (sum int) {
	for {
		p := <-ch
		switch {
		case p.left == 0:
			break
		case p.right == 0:
			return sum
		}
		sum += p.left
	}
}

// A break of the loop would be one of the select.
func loopBreaks(r *http.Request, ch chan pair) (sum int) {
	for {
		p := <-ch
		if p.left == 0 {
			break
		}
		sum += p.left
	}
	return sum
}

func assigns(r *http.Request, ch chan pair) (p pair) {
	p = <-ch
	return p
}

func unnamed(_ http.ResponseWriter, _ *http.Request) {
	done := make(chan struct{})
	<-done
}

// compiles has a comment of its own.
//
// It stays with its function.
func compiles(names []string) (n int) {
	for _, name := range names {
		word := regexp.MustCompile(`^\w+$`)
		if word.MatchString(name) {
			n++
		}
	}
	return n
}

func transports(url string) (int, error) {
	client := &http.Client{Transport: &http.Transport{
		MaxIdleConns: 10, // few
		Proxy:        http.ProxyFromEnvironment,
		TLSClientConfig: &tls.Config{
			ServerName: "stock",
		},
	}}
	resp, err := client.Get(url)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	return resp.StatusCode, nil
}

// A value of the call is in it.
func transportsOwn(url, name string) (int, error) {
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{ServerName: name}}}
	resp, err := client.Get(url)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	return resp.StatusCode, nil
}

func servers(addr string, h http.Handler) *http.Server {
	return &http.Server{
		Addr:    addr, // where
		Handler: h,    // who
	}
}

func closesOneWay(name string) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	buf := make([]byte, 10)
	if _, err := f.Read(buf); err != nil {
		return "", err
	}
	f.Close()
	return string(buf), nil
}

var _ = []any{listens, listensTLS, returnsReceived, returnsOne, dials, gets, heads, manyResults, loopReceives, loopBreaks, assigns, unnamed,
	compiles, transports, transportsOwn, servers, closesOneWay}

func ranges(ctx context.Context, ch chan pair) {
	for p := range ch {
		if p.left == 0 {
			continue
		}

		fmt.Println(p.right) // and what belongs to it
	}
}

func rangesAndGoesOn(r *http.Request, ch chan int) (int, error) {
	sum := 0
	if r.Method == http.MethodGet {
		for range ch {
			sum++
		}
	}
	for n := range ch {
		sum += n
	}
	return sum, nil
}

func rangesInGoroutine(ctx context.Context, lines []chan string) {
	for _, ch := range lines {
		go func() {
			for line := range ch {
				fmt.Println(line)
			}
		}()
	}
}

func matches(w http.ResponseWriter, r *http.Request) {
	isWord, _ := regexp.MatchString(`^\w+$`, r.URL.Path)
	isNumber, err := regexp.MatchString("^[0-9]+$", r.URL.Path)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	fmt.Fprintln(w, isWord, isNumber)
}

func compilesWithError(w http.ResponseWriter, r *http.Request) {
	space, err := regexp.Compile(" +")
	if err != nil {
		return
	}
	fmt.Fprintln(w, space.ReplaceAllString(r.URL.Path, " "))
}
