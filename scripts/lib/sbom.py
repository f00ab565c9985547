"""Writes the bill of materials of the `nabat` program as CycloneDX 1.6 JSON.

    cargo metadata --format-version 1 --locked --filter-platform TRIPLE | python sbom.py VERSION > nabat.cdx.json

What is listed is what is linked or runs while building: no development dependencies. The result is validated
against the specification's own schema; a bill that does not hold is not written.
"""

import json
import sys

from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.factory.license import LicenseFactory
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

ROOT = "nabat"


def shipped(metadata):
    """The packages reached from the program without development dependencies, and who needs whom."""
    nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
    packages = {package["id"]: package for package in metadata["packages"]}
    root = next(id for id, package in packages.items() if package["name"] == ROOT)
    needs, waiting = {}, [root]
    while waiting:
        id = waiting.pop()
        if id in needs:
            continue
        needs[id] = [
            dependency["pkg"]
            for dependency in nodes[id]["deps"]
            if any(kind["kind"] != "dev" for kind in dependency["dep_kinds"])
        ]
        waiting.extend(needs[id])
    return root, needs, packages


def component(package):
    """One crate; its licences as its authors wrote them."""
    licences = LicenseFactory()
    written = package.get("license")
    own = package["source"] is None
    return Component(
        name=package["name"],
        version=package["version"],
        type=ComponentType.APPLICATION if package["name"] == ROOT else ComponentType.LIBRARY,
        bom_ref=f"{package['name']}@{package['version']}",
        licenses=[licences.make_from_string(written.replace("/", " OR "))] if written else [],
        purl=None if own else PackageURL("cargo", None, package["name"], package["version"]),
    )


def main():
    root, needs, packages = shipped(json.load(sys.stdin))
    components = {id: component(packages[id]) for id in needs}
    bom = Bom()
    bom.metadata.component = components[root]
    bom.metadata.component.version = sys.argv[1]
    for id, made in components.items():
        if id != root:
            bom.components.add(made)
    for id, wanted in needs.items():
        bom.register_dependency(components[id], [components[other] for other in wanted])
    written = JsonV1Dot6(bom).output_as_string(indent=1)
    fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(written)
    if fault:
        sys.exit(f"the bill of materials does not hold: {fault}")
    # The library draws a number and takes the time: neither belongs into something two people compare.
    document = json.loads(written)
    document.pop("serialNumber", None)
    document.get("metadata", {}).pop("timestamp", None)
    json.dump(document, sys.stdout, indent=1, sort_keys=True)
    print()


if __name__ == "__main__":
    main()
