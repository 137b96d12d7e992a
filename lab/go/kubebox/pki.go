package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// certificate is one entry of the list that pki reads.
type certificate struct {
	File         string
	CommonName   string
	Organization []string
	DNSNames     []string
	Addresses    []net.IP
}

// pki fills a directory with a certificate authority (ca), one certificate
// and key for every entry of the JSON list on standard input, and the key
// pair (sa.key, sa.pub) that signs service account tokens.
func pki(arguments []string) {
	if len(arguments) != 1 {
		fmt.Fprintln(os.Stderr, "usage: pki DIRECTORY < certificates.json")
		os.Exit(2)
	}
	if err := writePKI(arguments[0]); err != nil {
		fmt.Fprintln(os.Stderr, "pki:", err)
		os.Exit(1)
	}
}

func writePKI(directory string) error {
	var wanted []certificate
	if err := json.NewDecoder(os.Stdin).Decode(&wanted); err != nil {
		return err
	}
	authority := template(certificate{CommonName: "glance-lab-ca"})
	authority.IsCA = true
	authority.BasicConstraintsValid = true
	authority.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageCRLSign | x509.KeyUsageDigitalSignature
	authorityKey, err := writeCertificate(filepath.Join(directory, "ca"), authority, authority, nil)
	if err != nil {
		return err
	}
	for _, entry := range wanted {
		leaf := template(entry)
		leaf.KeyUsage = x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment
		leaf.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}
		if _, err := writeCertificate(filepath.Join(directory, entry.File), leaf, authority, authorityKey); err != nil {
			return err
		}
	}
	signer, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return err
	}
	return writeKeyPair(filepath.Join(directory, "sa"), signer)
}

// template is valid from an hour ago, for clocks that differ, and for a year.
func template(entry certificate) *x509.Certificate {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		panic(err) // crypto/rand never fails on Linux
	}
	now := time.Now()
	return &x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{CommonName: entry.CommonName, Organization: entry.Organization},
		DNSNames:     entry.DNSNames,
		IPAddresses:  entry.Addresses,
		NotBefore:    now.Add(-time.Hour),
		NotAfter:     now.AddDate(1, 0, 0),
	}
}

// writeCertificate signs with the new key itself when there is no signer.
func writeCertificate(path string, subject, issuer *x509.Certificate, signer crypto.Signer) (crypto.Signer, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	if signer == nil {
		signer = key
	}
	der, err := x509.CreateCertificate(rand.Reader, subject, issuer, key.Public(), signer)
	if err != nil {
		return nil, err
	}
	if err := writePEM(path+".crt", "CERTIFICATE", der, 0o644); err != nil {
		return nil, err
	}
	return key, writeKey(path+".key", key)
}

func writeKeyPair(path string, key crypto.Signer) error {
	public, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		return err
	}
	if err := writePEM(path+".pub", "PUBLIC KEY", public, 0o644); err != nil {
		return err
	}
	return writeKey(path+".key", key)
}

func writeKey(path string, key crypto.Signer) error {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	return writePEM(path, "PRIVATE KEY", der, 0o600)
}

func writePEM(path, kind string, der []byte, mode os.FileMode) error {
	return os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), mode)
}
