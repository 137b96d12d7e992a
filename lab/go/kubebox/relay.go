package main

import (
	"fmt"
	"io"
	"net"
	"os"
	"strings"
)

// relay copies every connection to the first address on to the second one.
// Addresses are "unix:PATH" or "tcp:HOST:PORT". UNIX sockets are reachable
// across network namespaces, which is how the API server of the lab's own
// namespace becomes reachable on the loopback address of the host.
func relay(arguments []string) {
	if len(arguments) != 2 {
		fmt.Fprintln(os.Stderr, "usage: relay FROM TO")
		os.Exit(2)
	}
	network, address := split(arguments[0])
	if network == "unix" {
		os.Remove(address)
	}
	listener, err := net.Listen(network, address)
	if err != nil {
		fmt.Fprintln(os.Stderr, "relay:", err)
		os.Exit(1)
	}
	for {
		client, err := listener.Accept()
		if err != nil {
			fmt.Fprintln(os.Stderr, "relay:", err)
			os.Exit(1)
		}
		go forward(client, arguments[1])
	}
}

func forward(client net.Conn, target string) {
	defer client.Close()
	network, address := split(target)
	server, err := net.Dial(network, address)
	if err != nil {
		fmt.Fprintln(os.Stderr, "relay:", err)
		return
	}
	defer server.Close()
	done := make(chan struct{}, 2)
	pipe := func(to, from net.Conn) {
		io.Copy(to, from)
		if half, ok := to.(interface{ CloseWrite() error }); ok {
			half.CloseWrite()
		}
		done <- struct{}{}
	}
	go pipe(server, client)
	go pipe(client, server)
	<-done
	<-done
}

func split(address string) (network, rest string) {
	network, rest, _ = strings.Cut(address, ":")
	return network, rest
}
