module tutti-peer

go 1.19
