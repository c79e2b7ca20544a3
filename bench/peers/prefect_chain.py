"""The chain of bench/chain.ts as a Prefect flow: ten tasks, each with the table of the one before."""
import asyncio
import time

import prefect
from prefect import flow, task

from answering import serve


@task
async def source(table):
    return table


@task
async def select(table, columns):
    return {name: table[name] for name in columns}


@task
async def drop(table, columns):
    return {name: values for name, values in table.items() if name not in columns}


@task
async def rename(table, old, new):
    return {new if name == old else name: values for name, values in table.items()}


@task
async def lag(table, column, rows):
    return {**table, f"{column}_lag_{rows}": [None] * rows + table[column][:-rows]}


@flow
async def chain(table):
    table = await source(table)
    table = await select(table, ["time", "flow", "power"])
    table = await lag(table, "flow", 1)
    table = await rename(table, "flow_lag_1", "a")
    table = await lag(table, "power", 2)
    table = await rename(table, "power_lag_2", "b")
    table = await lag(table, "a", 1)
    table = await select(table, ["time", "power", "a", "b", "a_lag_1"])
    table = await lag(table, "b", 3)
    return await drop(table, ["power"])


async def together(tables):
    return await asyncio.gather(*(chain(table) for table in tables))


def run(tables):
    begin = time.perf_counter()
    results = asyncio.run(together(tables))
    return {"wallMs": (time.perf_counter() - begin) * 1000, "results": results}


serve({"run": run, "version": lambda: prefect.__version__})
