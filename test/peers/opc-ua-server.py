"""An OPC UA server that is not ours (asyncua), driven by lines of JSON on standard input; answers one line each."""
import asyncio
import json
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from uuid import UUID

from asyncua import Server, ua
from asyncua.server.history_sql import HistorySQLite
from asyncua.server.user_managers import UserManager
from asyncua.crypto.permission_rules import User, UserRole

POLICIES = {
    "none": ua.SecurityPolicyType.NoSecurity,
    "Basic256Sha256/sign": ua.SecurityPolicyType.Basic256Sha256_Sign,
    "Basic256Sha256/sign-and-encrypt": ua.SecurityPolicyType.Basic256Sha256_SignAndEncrypt,
    "Aes128_Sha256_RsaOaep/sign": ua.SecurityPolicyType.Aes128Sha256RsaOaep_Sign,
    "Aes128_Sha256_RsaOaep/sign-and-encrypt": ua.SecurityPolicyType.Aes128Sha256RsaOaep_SignAndEncrypt,
    "Aes256_Sha256_RsaPss/sign": ua.SecurityPolicyType.Aes256Sha256RsaPss_Sign,
    "Aes256_Sha256_RsaPss/sign-and-encrypt": ua.SecurityPolicyType.Aes256Sha256RsaPss_SignAndEncrypt,
}


class Users(UserManager):
    def __init__(self, options):
        self.options = options

    def get_user(self, iserver, username=None, password=None, certificate=None):
        if self.options.get("users") is None:
            return User(role=UserRole.Admin)
        if username is not None:
            known = self.options["users"].get(username)
            return User(role=UserRole.User, name=username) if known is not None and known == password else None
        if certificate is not None and self.options.get("userCertificate"):
            return User(role=UserRole.User, name="certificate")
        return User(role=UserRole.User, name="anonymous") if self.options.get("anonymous", True) else None


def parse(text, kind):
    """The text of a case as a value of asyncua."""
    if kind in ("Float", "Double"):
        return float(text)
    if kind == "Boolean":
        return bool(text)
    if kind in ("SByte", "Byte", "Int16", "UInt16", "Int32", "UInt32", "Int64", "UInt64"):
        return int(text)
    if kind == "DateTime":
        return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(timezone.utc).replace(tzinfo=None)
    if kind == "Guid":
        return UUID(text)
    if kind == "ByteString":
        return bytes.fromhex(text)
    if kind == "LocalizedText":
        return ua.LocalizedText(text)
    if kind == "QualifiedName":
        return ua.QualifiedName.from_string(text)
    if kind == "StatusCode":
        return ua.StatusCode(int(text))
    if kind == "NodeId":
        return ua.NodeId.from_string(text)
    if kind == "XmlElement":
        return ua.XmlElement(text)
    return text


def variant(kind, value):
    many = isinstance(value, list)
    flat = flatten(value) if many else value
    parsed = [parse(one, kind) for one in flat] if many else parse(value, kind)
    made = ua.Variant(parsed, ua.VariantType[kind])
    if many and value and isinstance(value[0], list):
        made = ua.Variant(value_of(value, kind), ua.VariantType[kind], Dimensions=[len(value), len(value[0])])
    return made


def value_of(value, kind):
    return [value_of(one, kind) for one in value] if isinstance(value, list) else parse(value, kind)


def flatten(value):
    return [leaf for one in value for leaf in flatten(one)] if isinstance(value, list) else [value]


def when(us):
    return None if us is None else datetime(1970, 1, 1) + timedelta(microseconds=us)


def lose_next(subscription, forget):
    original = subscription._pop_publish_result

    def pop():
        result = original()
        if not result.NotificationMessage.NotificationData:
            return result
        subscription._pop_publish_result = original
        if forget:
            subscription._not_acknowledged_results.pop(result.NotificationMessage.SequenceNumber)
        return original()

    subscription._pop_publish_result = pop


def mend_transfer(service):
    """asyncua 2.1 goes on answering the publish requests of the session that a subscription was taken from."""
    original = service.transfer_subscriptions

    async def transfer(params, session_id, callback):
        results = await original(params, session_id, callback)
        for subscription_id in params.SubscriptionIds:
            subscription = service.subscriptions.get(int(subscription_id))
            if subscription:
                subscription.pub_request_callback = callback.__self__.get_publish_request
        return results

    service.transfer_subscriptions = transfer


async def refuse_all(certificate, description):
    raise ua.uaerrors.BadCertificateUntrusted()


class Peer:
    def __init__(self, options):
        self.options = options
        self.nodes = {}
        self.counts = {}

    async def start(self):
        options = self.options
        self.server = server = Server(user_manager=Users(options))
        await server.init()
        server.set_endpoint(f"opc.tcp://127.0.0.1:{options['port']}/")
        if options.get("applicationUri"):
            await server.set_application_uri(options["applicationUri"])
        policies = [POLICIES[name] for name in options.get("policies", ["none"])]
        server.set_security_policy(policies, permission_ruleset=None)
        tokens = [ua.AnonymousIdentityToken] if options.get("anonymous", True) else []
        if options.get("users") is not None:
            tokens += [ua.UserNameIdentityToken]
        if options.get("userCertificate"):
            tokens += [ua.X509IdentityToken]
        server.set_identity_tokens(tokens)
        if options.get("certificate"):
            await server.load_certificate(options["certificate"])
            await server.load_private_key(options["key"])
        if options.get("refuseClients"):
            server.set_certificate_validator(refuse_all)
        if options.get("history"):
            storage = HistorySQLite(Path(options["history"]))
            await storage.init()
            server.iserver.history_manager.set_storage(storage)
        self.indexes = {uri: await server.register_namespace(uri) for uri in options.get("namespaces", ["urn:plant"])}
        self.count_services()
        if options.get("mendTransfer"):
            mend_transfer(server.iserver.subscription_service)
        await server.start()

    def count_services(self):
        """How often each service was called, by the name of its request."""
        from asyncua.server import uaprocessor

        original = uaprocessor.UaProcessor._process_message
        peer = self

        async def counted(self, typeid, requesthdr, seqhdr, body):
            name = ua.extension_objects_by_typeid.get(typeid)
            label = name.__name__ if name else str(typeid)
            peer.counts[label] = peer.counts.get(label, 0) + 1
            refused = peer.options.get("refuse", [])
            if any(label.startswith(one) for one in refused):
                fault = ua.uaerrors.BadServiceUnsupported
                raise fault()
            return await original(self, typeid, requesthdr, seqhdr, body)

        uaprocessor.UaProcessor._process_message = counted

    async def add(self, command):
        index = self.indexes[command.get("namespace", "urn:plant")]
        parent = self.nodes.get(command.get("parent"), self.server.nodes.objects)
        name = command["name"]
        node_id = ua.NodeId(command.get("id", name), index)
        if command.get("folder"):
            self.nodes[name] = await parent.add_folder(node_id, f"{index}:{name}")
            return {}
        value = variant(command["type"], command["value"])
        node = await parent.add_variable(node_id, f"{index}:{name}", value)
        self.nodes[name] = node
        if command.get("unit"):
            unit = ua.EUInformation(
                NamespaceUri="http://www.opcfoundation.org/UA/units/un/cefact",
                UnitId=command["unit"]["id"],
                DisplayName=ua.LocalizedText(command["unit"]["name"]),
            )
            await node.add_property(ua.NodeId(f"{name}.EU", index), "0:EngineeringUnits", unit)
        if command.get("history"):
            await self.server.historize_node_data_change(node, period=None, count=0)
        return {"node": node_id.to_string()}

    async def structure(self, command):
        from asyncua.common.structures104 import new_struct, new_struct_field

        index = self.indexes["urn:plant"]
        inner, _ = await new_struct(
            self.server,
            index,
            "Drive",
            [new_struct_field("Speed", ua.VariantType.Double), new_struct_field("Count", ua.VariantType.UInt64)],
        )
        await new_struct(
            self.server,
            index,
            "Line",
            [
                new_struct_field("Name", ua.VariantType.String),
                new_struct_field("Levels", ua.VariantType.Float, array=True),
                new_struct_field("Drive", inner),
                new_struct_field("IsOn", ua.VariantType.Boolean),
            ],
        )
        await self.server.load_data_type_definitions()
        value = ua.Line()
        value.Name = "press"
        value.Levels = [0.5, 1.5]
        value.Drive = ua.Drive()
        value.Drive.Speed = 12.25
        value.Drive.Count = 2**53 + 1
        value.IsOn = True
        self.nodes["line"] = await self.server.nodes.objects.add_variable(
            ua.NodeId("line", index), f"{index}:line", ua.Variant(value, ua.VariantType.ExtensionObject)
        )
        return {}

    async def write(self, command):
        node = self.nodes[command["name"]]
        for one in command["samples"]:
            value = ua.DataValue(
                Value=None if one.get("empty") else variant(one["type"], one["value"]),
                StatusCode=ua.StatusCode(one.get("status", 0)),
                SourceTimestamp=when(one.get("us")),
                ServerTimestamp=when(one.get("serverUs")),
                SourcePicoseconds=one.get("tenPicoseconds"),
            )
            await self.server.write_attribute_value(node.nodeid, value)
        return {}

    async def huge(self, command):
        index = self.indexes["urn:plant"]
        objects = self.server.nodes.objects
        array = ua.Variant([1.5] * command["elements"], ua.VariantType.Double)
        await objects.add_variable(ua.NodeId("array", index), f"{index}:array", array)
        await objects.add_variable(ua.NodeId("text", index), f"{index}:text", "x" * command["characters"])
        endless = await objects.add_folder(ua.NodeId("endless", index), f"{index}:endless")
        loop = await endless.add_folder(ua.NodeId("loop", index), f"{index}:loop")
        # asyncua itself allows no circle, other servers do.
        space = self.server.iserver.aspace
        to_endless = [one for one in space[objects.nodeid].references if one.NodeId == endless.nodeid]
        space[loop.nodeid].references.extend(to_endless)
        for number in range(command["children"]):
            await endless.add_folder(ua.NodeId(f"c{number}", index), f"{index}:c{number}")
        return {}

    async def many(self, command):
        """Nodes whose values count up: each change is a new value with a new time."""
        index = self.indexes["urn:plant"]
        for number in range(command["count"]):
            name = f"n{number}"
            node = await self.server.nodes.objects.add_variable(ua.NodeId(name, index), f"{index}:{name}", 0.0)
            self.nodes[name] = node
        return {}

    async def remove(self, command):
        await self.server.delete_nodes([self.nodes.pop(command["name"])])
        return {}

    async def lose(self, command):
        """The next message of every subscription gets lost on its way; `forget`: it cannot be had again either."""
        for subscription in self.server.iserver.subscription_service.subscriptions.values():
            lose_next(subscription, command.get("forget", False))
        return {}

    async def present(self, command):
        """Another certificate is named in the endpoints; the key of the channel stays."""
        from asyncua.crypto import uacrypto

        der = uacrypto.der_from_x509(await uacrypto.load_certificate(Path(command["certificate"])))
        for endpoint in self.server.iserver.endpoints:
            endpoint.ServerCertificate = der + b"".join(
                [uacrypto.der_from_x509(await uacrypto.load_certificate(Path(one))) for one in command.get("chain", [])]
            )
        return {}

    async def services(self, _):
        return {"counts": self.counts}

    async def stop(self, _):
        await self.server.stop()
        return {}


async def main():
    peer = Peer(json.loads(sys.argv[1]))
    await peer.start()
    print(json.dumps({"ready": True}), flush=True)
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        command = json.loads(line)
        try:
            answer = await getattr(peer, command["do"])(command)
        except Exception as error:  # the test sees what went wrong
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)
        if command["do"] == "stop":
            return


import logging

logging.basicConfig(level=logging.ERROR, stream=sys.stderr)
asyncio.run(main())
