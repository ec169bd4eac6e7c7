# ipaddress and uuid: nothing that asks the network.
import ipaddress
import uuid

net = ipaddress.ip_network("192.168.4.0/22")
print(net.num_addresses, net.netmask, net.broadcast_address)
print(ipaddress.ip_address("192.168.7.9") in net, list(net.subnets(new_prefix=24))[1])
print(ipaddress.ip_address("2001:db8::1").exploded)
print(ipaddress.ip_address("::1").is_loopback, ipaddress.ip_address("10.0.0.1") + 300)
print(list(ipaddress.summarize_address_range(ipaddress.IPv4Address("10.0.0.0"), ipaddress.IPv4Address("10.0.0.6"))))
print(sorted(map(ipaddress.ip_address, ["10.0.0.10", "10.0.0.9", "9.9.9.9"])))
print(ipaddress.ip_interface("10.1.2.3/8").network, net.overlaps(ipaddress.ip_network("192.168.5.0/24")))
for bad in ("256.1.1.1", "1.2.3.4/33", "1.2.3.4/8", "::g"):
    try:
        ipaddress.ip_network(bad)
    except ValueError as error:
        print(error)
print(uuid.uuid3(uuid.NAMESPACE_URL, "https://example.org"), uuid.uuid5(uuid.NAMESPACE_DNS, "example.org"))
u = uuid.UUID("12345678-1234-5678-1234-567812345678")
print(u.int, u.fields, u.urn, u.variant, u.version, u.bytes_le.hex(), uuid.UUID(int=5), uuid.UUID(bytes=b"x" * 16))
random = uuid.uuid4()
print(random.version, random != uuid.uuid4(), uuid.UUID(str(random)) == random, uuid.uuid1().version)
