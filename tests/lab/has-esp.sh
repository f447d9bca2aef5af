#!/bin/sh
# Whether this machine's own kernel has ESP with AES-GCM: asked by adding a state, in a network namespace of its own. Needs root.
exec unshare -n ip xfrm state add src ::1 dst ::2 proto esp spi 0x100 mode transport \
    aead 'rfc4106(gcm(aes))' 0x000102030405060708090a0b0c0d0e0f10111213 128 2>/dev/null
